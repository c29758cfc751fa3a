import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { trackedAppointmentFields } from '../../../../domain/appointment/appointment';
import { readAppointment } from '../../../../domain/appointment/readAppointment';
import type { FakePractice } from '../../../support/fakePractice';
import { later, startPractice } from '../../../support/pollClock';
import { PollHarness } from '../../../support/pollHarness';
import { fhirAppointment, practiceCredential } from '../../../support/practice';
import { useNock } from '../../../support/useNock';

useNock();

let practice: FakePractice;
let poller: PollHarness;

beforeEach(async () => {
	practice = startPractice();
	const lastUpdated = new Date(Date.now() - 60_000).toISOString();
	practice.appointments = Array.from({ length: 200 }, (_, index) =>
		fhirAppointment({ id: String(index), patient: `p${index}`, lastUpdated }),
	);
	poller = new PollHarness();
	await poller.activate();
});
afterEach(() => void jest.useRealTimers());

const seen = () => poller.state.seen as Record<string, string>;
const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** As the first version of the trigger remembered an appointment. */
function oldEntry(resource: Record<string, unknown>): string {
	const appointment = readAppointment(resource);
	if (!appointment) throw new Error('This appointment cannot be read.');
	const values = trackedAppointmentFields(appointment).map(([, value]) => value);
	const hash = sha256(JSON.stringify(values)).toString('base64url', 0, 6);
	const parts = values.map((value) => sha256(value).toString('base64url', 0, 2).slice(0, 2));
	const seconds = Math.floor(Date.parse(appointment.lastUpdated) / 1000);
	return hash + parts.join('') + seconds.toString(36).padStart(7, '0');
}

async function change(id: string): Promise<void> {
	later(5);
	practice.change(id, { status: 'booked' }, new Date().toISOString());
	await poller.tick();
}

describe("the trigger's memory", () => {
	it('looks different for every appointment, although all have the same values', () => {
		const hashes = Object.values(seen()).map((entry) => entry.slice(4, -7));
		expect(new Set(hashes).size).toBe(200);
	});

	it('of the version before is taken over: nothing is an event but what has changed', async () => {
		const old = practice.appointments.map((one) => [String(one.id), oldEntry(one)]);
		const { appointmentChanged, ...node } = (poller.saved['node:Trigger'] ?? {}) as IDataObject;
		poller.saved['node:Trigger'] = {
			...node,
			appointmentChanged: { ...(appointmentChanged as IDataObject), seen: Object.fromEntries(old) },
		};
		poller.restart();
		await poller.activate();
		expect(poller.delivered).toEqual([]);
		expect(Object.values(seen()).every((entry) => entry.startsWith('~'))).toBe(true);
		await change('7');
		expect(poller.delivered).toMatchObject([{ id: '7', reasons: ['status'] }]);
	});

	it('after a new password starts no storm, and misses nothing', async () => {
		const before = seen();
		poller.enter(practiceCredential({ password: 'pass-2' }));
		later(5);
		practice.change('3', { status: 'booked' }, new Date().toISOString());
		await poller.tick();
		expect(poller.delivered).toMatchObject([{ id: '3', reasons: ['changed'] }]);
		expect(Object.keys(seen())).toHaveLength(200);
		expect(Object.entries(seen()).filter(([id, entry]) => before[id] === entry)).toEqual([]);
		await change('4');
		expect(poller.delivered.at(-1)).toMatchObject({ id: '4', reasons: ['status'] });
		expect(poller.delivered).toHaveLength(2);
	});
});
