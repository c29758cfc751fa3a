import { beforeAll, describe, expect, it } from '@jest/globals';

import { waitUntil } from '../../scripts/n8n/wait';
import { Patient } from '../support/patient';
import { withTestbed } from './support/withTestbed';

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const dayOf = (moment: Date) =>
	new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' }).format(moment);

describe('Reschedules and dates', () => {
	const testbed = withTestbed({ seed: 'empty', publish: ['01', '06', '07'] });
	const people = new Map<string, Patient>();
	const of = (name: string): Patient => {
		const known =
			people.get(name) ??
			new Patient(testbed().sandbox, name, { hasOpportunity: name !== 'Alone' });
		people.set(name, known);
		return known;
	};
	const first: Record<string, string> = {};

	async function notesOf(wanted: Record<string, number>) {
		await waitUntil(
			() => Object.entries(wanted).every(([name, count]) => of(name).notes.length >= count),
			{
				for: 'the notes of this step',
				within: 150_000,
				otherwise: () =>
					`${JSON.stringify([...people].map(([name, { notes }]) => [name, notes.length]))}\n${testbed().n8n.logTail()}`,
			},
		);
	}

	beforeAll(async () => {
		for (const name of ['Late', 'Early', 'Moved', 'Cleared', 'Done', 'Alone']) {
			first[name] = of(name).book(inDays(3));
		}
		// Half past eleven in the evening in New York is the next day already where ModMed counts.
		of('Night').book('2099-03-07T04:30:00.000Z');
		of('Summer').book('2099-07-07T03:30:00.000Z');
		await notesOf({
			Late: 1,
			Early: 1,
			Moved: 1,
			Cleared: 1,
			Done: 1,
			Alone: 1,
			Night: 1,
			Summer: 1,
		});

		const { practice } = testbed().sandbox;
		of('Late').book(inDays(10));
		of('Moved').book(inDays(12));
		of('Alone').addOpportunity();
		practice.change(first.Alone ?? '', { description: 'Forehead' });
		await notesOf({ Late: 2, Moved: 2, Alone: 2 });

		practice.setStatus(first.Late ?? '', 'cancelled');
		practice.setStatus(first.Early ?? '', 'cancelled');
		of('Early').book(inDays(10));
		practice.setStatus(first.Moved ?? '', 'cancelled');
		practice.setStatus(first.Cleared ?? '', 'cancelled');
		practice.change(first.Done ?? '', { start: inDays(-1).toISOString(), status: 'fulfilled' });
		await notesOf({ Late: 3, Early: 3, Moved: 3, Cleared: 2, Done: 2 });

		const old = of('Done').book(inDays(-20));
		practice.setStatus(old, 'fulfilled');
		await notesOf({ Done: 3 });
	}, 600_000);

	it('a cancellation after the rebooking does not move the contact backward', () => {
		expect(of('Late').state.stage).toBe('Booked');
		expect(of('Late').state.tags).toEqual(['appointment booked']);
		expect(of('Late').notes.join('\n')).toContain('the patient has booked again');
	});

	it('an opportunity that is made later moves with the next change', () => {
		expect(of('Alone').notes.join('\n')).toContain('No opportunity in Non-Surgical Pipeline');
		expect(of('Alone').state.stage).toBe('Booked');
	});

	it('a cancellation that arrives together with the rebooking does not move the contact backward either', () => {
		expect(of('Early').state.stage).toBe('Booked');
		expect(of('Early').state.tags).toEqual(['appointment booked']);
	});

	it('Next Visit Date is replaced when its visit is cancelled', () => {
		expect(of('Moved').state.nextVisit).toBe(dayOf(inDays(12)));
	});

	it('Next Visit Date is cleared when nothing is left, and the contact is Cancelled / No-Show', () => {
		expect(of('Cleared').state.nextVisit).toBe('');
		expect(of('Cleared').state.stage).toBe('Cancelled / No-Show');
		expect(of('Cleared').state.tags).toEqual(['cancel/no-show']);
	});

	it('Last Visit Date never goes back', () => {
		expect(of('Done').state.lastVisit).toBe(dayOf(inDays(-1)));
	});

	it("a booking late in the evening falls on the practice's date, in winter and in summer", () => {
		expect(of('Night').state.nextVisit).toBe('2099-03-06');
		expect(of('Summer').state.nextVisit).toBe('2099-07-06');
	});
});
