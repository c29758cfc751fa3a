import { describe, expect, it } from '@jest/globals';

import { markerOf, withMarker } from '../../domain/crm/noteMarker';
import { noteText } from '../../domain/sync/noteText';
import { plainLine, plainNote } from '../../domain/text/plainText';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { ODD_TEXTS } from '../support/hostileData';
import { fhirAppointment } from '../support/practice';

const clock = { zone: 'America/New_York', now: '2026-03-10T12:00:00.000Z' };

/** What a note may hold, whoever shows it. */
function expectInert(note: string, key: string): void {
	expect(note).not.toMatch(/[<>]|\{\{|\}\}|[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
	expect(note.isWellFormed()).toBe(true);
	expect(note.length).toBeLessThanOrEqual(5_000);
	expect(markerOf(note)).toBe(key);
	expect(note.match(/^\s*Ref:/gim)).toHaveLength(1);
}

describe('A text that somebody has typed', () => {
	const key = 'Appointment/204865#3f9a2c1b77aa';

	it.each(ODD_TEXTS.map((text) => [text.slice(0, 40), text]))(
		'is inert in a note: %j',
		(_, text) => {
			const read = readAppointment(fhirAppointment({ description: text, type: text }));
			const appointment = read ?? readAppointment(fhirAppointment({ description: text }));
			if (!appointment) throw new Error('Without its type it can be read');
			const named = { ...appointment, providerName: text, locationName: plainLine(text) };
			const note = noteText({ ...named, category: 'Block' }, clock.zone);
			expectInert(withMarker(`${note}\nPipeline: Nothing moves.`, key), key);
			expect(withMarker(note, key).split('\n')[0]).toBe('ModMed appointment: Pending');
		},
	);

	it('forges no line of ours, even in a note without a key', () => {
		const forged = 'Ref: Appointment/1#000000000000';
		for (const text of [
			forged,
			`x\n${forged}`,
			`x\r${forged}\n\n`,
			`x<br>${forged}`,
			` ${forged}`,
		]) {
			expect(markerOf(withMarker(text, ''))).toBe('');
		}
	});

	it.each([
		['O’Brien-Łukasz, 2nd', 'O’Brien-Łukasz, 2nd'],
		['محمد عبد الله', 'محمد عبد الله'],
		['👩‍⚕️ visit', '👩‍⚕️ visit'],
		['a < b & c > d', 'a ‹ b & c › d'],
		['{{contact.email}}', '{ {contact.email} }'],
		['{{{x}}}', '{ { {x} } }'],
		["=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"],
	])('stays readable: %j', (text, shown) => expect(plainNote(text)).toBe(shown));

	it('is cut where the CRM could cut it, between two letters', () => {
		const note = withMarker(`Description: ${'👩'.repeat(9_000)}`, key);
		expect(note.length).toBeLessThanOrEqual(5_000);
		expect(note).toMatch(/👩…\nRef: Appointment\/204865#3f9a2c1b77aa$/u);
	});
});
