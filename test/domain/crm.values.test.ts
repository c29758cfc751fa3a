import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';

import { toDay } from '../../domain/crm/crmDate';
import { formatFieldValue, sameFieldValue } from '../../domain/crm/fieldValue';
import { findByLabel, sameLabel, toLabels } from '../../domain/text/label';
import { findNoteOf, markerOf, withMarker } from '../../domain/crm/noteMarker';
import { planMove } from '../../domain/sync/opportunityMove';
import { missingTags, presentTags } from '../../domain/crm/tagSets';

const ZONE = 'America/New_York';
const day = fc
	.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

test('a day is known again in every form in which the CRM may give it back', () => {
	fc.assert(
		fc.property(day, (date) => {
			const millis = DateTime.fromISO(date, { zone: 'utc' }).toMillis();
			for (const form of [date, `${date}T00:00:00.000Z`, millis, date.replaceAll('-', '/')]) {
				expect(sameFieldValue('DATE', form, date)).toBe(true);
				expect(formatFieldValue('DATE', form, ZONE)).toEqual({ value: date });
			}
		}),
	);
});

test('a moment is a day of the practice', () => {
	expect(toDay('2026-12-01T02:30:00.000Z', ZONE)).toBe('2026-11-30');
	expect(toDay('2026-12-01T09:30:00-05:00', ZONE)).toBe('2026-12-01');
	expect(toDay('12/01/2026')).toBe('2026-12-01');
	expect(toDay('2026-02-30')).toBe('');
	expect(toDay('soon')).toBe('');
});

test('what has been written is the same when it is read back', () => {
	const types = fc.constantFrom('TEXT', 'LARGE_TEXT', 'NUMERICAL', 'MONETORY', 'CHECKBOX', 'RADIO');
	fc.assert(
		fc.property(types, fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (type, value) => {
			const formatted = formatFieldValue(type, value, ZONE);
			if (!('value' in formatted)) return;
			expect(sameFieldValue(type, formatted.value, formatted.value)).toBe(true);
			expect(formatFieldValue(type, formatted.value, ZONE)).toEqual(formatted);
		}),
	);
});

test.each([
	['MONETORY', '$1,234.50', { value: 1234.5 }],
	['NUMERICAL', 'many', { expected: 'a number' }],
	['DATE', 'soon', { expected: 'a date such as 2026-12-01' }],
	['DATE', null, { value: '' }],
	['CHECKBOX', 'b, a, b', { value: ['b', 'a'] }],
	['TEXT', { a: 1 }, { expected: 'a text' }],
	['TEXT', 12, { value: '12' }],
])('%s takes %o as %o', (type, value, expected) => {
	expect(formatFieldValue(type, value, ZONE)).toEqual(expected);
});

test.each([
	['MONETORY', '12.50', 12.5, true],
	['NUMERICAL', 12, 13, false],
	['CHECKBOX', ['a', 'b'], ['b', 'a'], true],
	['TEXT', undefined, '', true],
	['TEXT', null, 'a', false],
	['DATE', 1_764_547_200_000, '2025-12-01', true],
])('%s holding %o is the same as %o: %s', (type, present, wanted, same) => {
	expect(sameFieldValue(type, present, wanted)).toBe(same);
});

test('tags are sets without case', () => {
	expect(toLabels(' Patient, VIP,, patient ')).toEqual(['patient', 'VIP']);
	expect(missingTags(['Patient', 'VIP'], ['patient'])).toEqual(['VIP']);
	expect(presentTags(['PATIENT'], ['patient', 'vip'])).toEqual(['patient']);
	fc.assert(
		fc.property(fc.array(fc.string()), fc.array(fc.string()), (wanted, present) => {
			const after = [...present, ...missingTags(wanted, present)];
			expect(missingTags(wanted, after)).toEqual([]);
			const left = missingTags(after, wanted);
			expect(presentTags(wanted, left)).toEqual([]);
		}),
	);
});

test('names go without case and by exact id', () => {
	const entries = [
		{ id: 'p1', name: 'Surgical Pipeline' },
		{ id: 'Booked', name: 'Other' },
	];
	expect(findByLabel(entries, ' surgical   PIPELINE')?.id).toBe('p1');
	expect(findByLabel(entries, 'Booked')?.name).toBe('Other');
	expect(findByLabel(entries, 'booked')).toBeUndefined();
	expect(sameLabel('Cancelled / No-Show', 'cancelled / no-show')).toBe(true);
});

describe('note marker', () => {
	const note = (key: string, dateAdded: string) => ({
		id: dateAdded,
		body: withMarker('text', key),
		dateAdded,
	});

	test('is read back, out of HTML too', () => {
		expect(markerOf(withMarker('a\nb\n', 'Appointment/1#a'))).toBe('Appointment/1#a');
		expect(markerOf('<p>a</p><p>Ref: Appointment/1#a</p>')).toBe('Appointment/1#a');
		expect(markerOf('Ref: Appointment/1#a\nand more')).toBe('');
		expect(withMarker('a', '')).toBe('a');
	});

	test('only the latest note of the resource counts', () => {
		const first = note('Appointment/1#a', '2026-01-01T00:00:00Z');
		const other = note('Appointment/12#b', '2026-01-05T00:00:00Z');
		expect(findNoteOf([other, first], 'Appointment/1#a')).toBe(first);
		const second = note('Appointment/1#b', '2026-01-02T00:00:00Z');
		expect(findNoteOf([first, second, other], 'Appointment/1#a')).toBeUndefined();
		expect(findNoteOf([second, first], 'Appointment/1#b')).toBe(second);
	});
});

describe('move', () => {
	const stages = [
		{ id: 's1', name: 'New' },
		{ id: 's2', name: 'Booked' },
	];
	const pipeline = { id: 'p', name: 'Surgical Pipeline', stages };
	const one = (stageId: string, status = 'open', id = 'o') => ({ id, stageId, status });

	test.each([
		[[one('s1')], true, 'Moves from New to Booked in Surgical Pipeline.'],
		[[one('gone')], true, 'Moves to Booked in Surgical Pipeline.'],
		[[one('s2')], false, 'Already in Booked in Surgical Pipeline.'],
		[[], false, 'No opportunity in Surgical Pipeline'],
		[[one('s1'), one('s1', 'open', 'o2')], false, 'Several opportunities'],
		[[one('s1', 'lost'), one('s1', 'open', 'o2')], true, 'Moves from New'],
	])('%o', (opportunities, willMove, outcome) => {
		const plan = planMove(opportunities, pipeline, stages[1]!);
		expect(plan.willMove).toBe(willMove);
		expect(plan.outcome).toContain(outcome);
	});

	test.each([
		['New, which comes before it', 's1', true, 'Moves from New to Booked in Surgical Pipeline, as'],
		['Done, which is named', 's3', true, 'Moves from Done to Booked'],
		["the practice's own stage after it", 's4', false, 'Booked again.'],
		['a stage that is gone', 'gone', true, 'Moves to Booked'],
		['the stage itself', 's2', false, 'Booked again.'],
	])('back only from certain stages: from %s', (_, stageId, willMove, outcome) => {
		const more = [
			{ id: 's3', name: 'Done' },
			{ id: 's4', name: 'Deposit paid' },
		];
		const practices = { ...pipeline, stages: [...stages, ...more] };
		const condition = { backOnlyFrom: ['done ', 'Lost'], otherwise: 'Booked again.' };
		const plan = planMove([one(stageId)], practices, stages[1]!, condition);
		expect(plan.willMove).toBe(willMove);
		expect(plan.outcome).toContain(outcome);
		expect(planMove([], practices, stages[1]!, condition).outcome).toBe('Booked again.');
	});
});
