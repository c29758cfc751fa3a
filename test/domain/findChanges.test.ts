import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { ResourceState } from '../../domain/changes/findChanges';
import { findChanges, latestStates } from '../../domain/changes/findChanges';
import { appointmentKey, trackedAppointmentFields } from '../../domain/appointment/appointment';
import { fingerprint, fieldHashes } from '../../domain/changes/fingerprint';
import { batchBySubject } from '../../domain/changes/batchBySubject';
import type { Memory } from '../../domain/changes/memory';
import { withoutEntriesBefore, readEntry, writeEntry } from '../../domain/changes/memory';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { searchDay, searchesSince, windowStart } from '../../domain/changes/searchWindow';
import { fhirAppointment } from '../support/practice';

const reading = (changes: Partial<ResourceState<null>> = {}): ResourceState<null> => ({
	resourceType: 'Appointment',
	id: '1',
	subject: 'p1',
	lastUpdated: '2026-03-10T10:00:00.000Z',
	created: '2026-03-10T09:00:00.000Z',
	trackedFields: [
		['status', 'pending'],
		['type', 'a'],
	],
	payload: null,
	...changes,
});
const SINCE = '2026-03-10T00:00:00.000Z';
const memoryOf = (...readings: Array<ResourceState<null>>): Memory =>
	Object.fromEntries(
		readings.map(({ id, trackedFields: parts, lastUpdated }) => [
			id,
			writeEntry(parts, lastUpdated),
		]),
	);

/** Few ids, subjects, times and contents, so that they meet often. */
const anyReading = fc
	.record({
		id: fc.constantFrom('1', '2', '3', '4'),
		minute: fc.integer({ min: 0, max: 5 }),
		status: fc.constantFrom('pending', 'booked', 'cancelled'),
		type: fc.constantFrom('a', 'b'),
	})
	.map(({ id, minute, status, type }) =>
		reading({
			id,
			lastUpdated: `2026-03-10T10:0${minute}:00.000Z`,
			trackedFields: [
				['status', status],
				['type', type],
			],
		}),
	);

describe('findChanges', () => {
	it('tells the new from what was there long before', () => {
		const old = reading({ id: '2', created: '2026-01-01T00:00:00.000Z' });
		expect(findChanges({}, [reading(), old], SINCE).map(({ reasons }) => reasons)).toEqual([
			['new'],
			['changed'],
		]);
	});

	it('names the parts that changed', () => {
		const changed = reading({
			trackedFields: [
				['status', 'booked'],
				['type', 'b'],
			],
			lastUpdated: '2026-03-10T10:01:00.000Z',
		});
		expect(findChanges(memoryOf(reading()), [changed], SINCE)).toMatchObject([
			{ reasons: ['status', 'type'] },
		]);
	});

	it('passes over a touch, and an older state read late', () => {
		const touched = reading({ lastUpdated: '2026-03-10T10:05:00.000Z' });
		const older = reading({
			trackedFields: [
				['status', 'x'],
				['type', 'a'],
			],
			lastUpdated: '2026-03-10T09:59:00.000Z',
		});
		expect(findChanges(memoryOf(reading()), [touched], SINCE)).toEqual([]);
		expect(findChanges(memoryOf(reading()), [older], SINCE)).toEqual([]);
	});

	it('does not mind in which order or how often something was read', () => {
		fc.assert(
			fc.property(
				fc.array(anyReading),
				fc.array(anyReading),
				fc.infiniteStream(fc.nat()),
				(known, read, order) => {
					const memory = memoryOf(...latestStates(known));
					const shuffled = [...read, ...read]
						.map((value) => ({ value, rank: order.next().value as number }))
						.sort((a, b) => a.rank - b.rank)
						.map(({ value }) => value);
					expect(findChanges(memory, shuffled, SINCE)).toEqual(findChanges(memory, read, SINCE));
				},
			),
		);
	});

	it('finds nothing a second time once it is remembered', () => {
		fc.assert(
			fc.property(fc.array(anyReading), fc.array(anyReading), (known, read) => {
				const memory = memoryOf(...latestStates(known));
				const changes = findChanges(memory, read, SINCE);
				const after = { ...memory, ...memoryOf(...changes.map((change) => change.state)) };
				expect(findChanges(after, read, SINCE)).toEqual([]);
			}),
		);
	});

	it('gives each resource once, oldest change first', () => {
		fc.assert(
			fc.property(fc.array(anyReading), (read) => {
				const changes = findChanges({}, read, SINCE).map((change) => change.state);
				expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
				const keys = changes.map(({ lastUpdated, id }) => lastUpdated + id);
				expect(keys).toEqual([...keys].sort());
			}),
		);
	});
});

describe('the memory', () => {
	const parts = fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 6 });

	it('recalls what was written down', () => {
		fc.assert(
			fc.property(
				parts,
				fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
				(some, date) => {
					const entry = readEntry(writeEntry(some, date.toISOString()));
					expect(entry.fingerprint).toBe(fingerprint(some));
					expect(entry.fieldHashes).toBe(fieldHashes(some));
					expect(entry.changedAt).toBe(Math.floor(date.getTime() / 1000));
				},
			),
		);
	});

	it('forgets what lies before an instant', () => {
		const memory = memoryOf(
			reading({ id: 'a', lastUpdated: '2026-03-09T00:00:00.000Z' }),
			reading({ id: 'b' }),
		);
		expect(Object.keys(withoutEntriesBefore(memory, SINCE))).toEqual(['b']);
	});

	it('survives entries nobody has written', () => {
		fc.assert(fc.property(fc.string(), (entry) => void readEntry(entry)));
	});
});

describe('the key of an event', () => {
	const key = (changes = {}) => {
		const appointment = readAppointment(fhirAppointment({ id: '7', ...changes }));
		return appointment && appointmentKey(appointment);
	};

	it('stays the same whoever reads the same content', () => {
		expect(key()).toMatch(/^Appointment\/7#[0-9a-f]{12}$/);
		expect(key({ comment: 'x', end: '', lastUpdated: '2027-01-01T00:00:00Z' })).toBe(key());
		expect(key({ provider: 'ref|375399' })).toBe(key());
		expect(key({ start: '2026-03-20T15:00:00.000-04:00' })).toBe(key());
		expect(key({ status: 'checkedin' })).toBe(key({ status: 'checked-in' }));
	});

	it.each([
		{ status: 'booked' },
		{ type: 'Other' },
		{ start: '2026-03-20T20:00:00Z' },
		{ provider: '1' },
		{ location: '1' },
		{ description: 'x' },
		{ patient: '1' },
	])('is another one with %j', (change) => expect(key(change)).not.toBe(key()));

	it('has a reason for each part', () => {
		const appointment = readAppointment(fhirAppointment());
		expect(appointment && trackedAppointmentFields(appointment).map(([reason]) => reason)).toEqual([
			'status',
			'type',
			'time',
			'provider',
			'location',
			'description',
			'patient',
		]);
	});
});

describe('waves', () => {
	const events = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat()));
	const subjectOf = ([subject]: [string, number]) => subject;

	it('hold every event once, few enough, and no subject twice', () => {
		fc.assert(
			fc.property(events, fc.integer({ min: 1, max: 5 }), (all, size) => {
				const waves = batchBySubject(all, subjectOf, size);
				expect(waves.flat()).toHaveLength(all.length);
				expect(new Set(waves.flat())).toEqual(new Set(all));
				for (const wave of waves) {
					expect(wave.length).toBeGreaterThan(0);
					expect(wave.length).toBeLessThanOrEqual(size);
					expect(new Set(wave.map(subjectOf)).size).toBe(wave.length);
				}
			}),
		);
	});

	it('keep the order of every subject', () => {
		fc.assert(
			fc.property(events, fc.integer({ min: 1, max: 5 }), (all, size) => {
				const dealt = batchBySubject(all, subjectOf, size).flat();
				for (const subject of ['a', 'b', 'c', 'd']) {
					const of = (list: Array<[string, number]>) =>
						list.filter((event) => subjectOf(event) === subject);
					expect(of(dealt)).toEqual(of(all));
				}
			}),
		);
	});
});

describe('the window', () => {
	it('begins a day early', () => {
		expect(searchDay('2026-03-01T00:30:00.000Z')).toBe('2026-02-28');
		expect(windowStart('2026-03-01T00:30:00.000Z')).toBe('2026-02-28T00:00:00.000Z');
	});

	it('is read at once where it is short and day by day where it is long', () => {
		expect(searchesSince('2026-03-05T10:00:00.000Z', '2026-03-05T11:00:00.000Z')).toEqual([
			{ lastUpdated: 'ge2026-03-04' },
		]);
		expect(searchesSince('2026-03-02T10:00:00.000Z', '2026-03-05T11:00:00.000Z')).toEqual([
			{ lastUpdated: 'eq2026-03-01', cursorAfter: '2026-03-03T00:00:00.000Z' },
			{ lastUpdated: 'eq2026-03-02', cursorAfter: '2026-03-04T00:00:00.000Z' },
			{ lastUpdated: 'ge2026-03-03' },
		]);
	});

	it('leaves no day out, wherever it is taken up again', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 40 }), fc.nat({ max: 40 }), (daysAgo, stop) => {
				const now = '2026-03-31T11:00:00.000Z';
				const cursor = new Date(Date.parse(now) - daysAgo * 86_400_000).toISOString();
				const searches = searchesSince(cursor, now);
				const { cursorAfter } = searches[Math.min(stop, searches.length - 1)] ?? {};
				if (cursorAfter === undefined) return;
				const next = searches[Math.min(stop, searches.length - 1) + 1]?.lastUpdated.slice(2);
				expect(searchDay(cursorAfter)).toBe(next);
			}),
		);
	});
});
