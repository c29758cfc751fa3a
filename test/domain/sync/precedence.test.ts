import { describe, expect, it } from '@jest/globals';

import type { NamedAppointment } from '../../../domain/appointment/appointment';
import {
	changedAfter,
	decidingAppointment,
	isExpected,
	supersededBy,
} from '../../../domain/sync/precedence';
import { appointment, clock } from '../people';

const booked = appointment({ id: 'booked', lastUpdated: '2026-12-01T10:00:00.000Z' });
const cancelled = appointment({
	id: 'cancelled',
	status: 'cancelled',
	lastUpdated: '2026-12-01T11:00:00.000Z',
});
const completed = appointment({
	id: 'completed',
	status: 'fulfilled',
	start: '2026-11-02T15:00:00.000Z',
	created: '2026-10-20T15:00:00.000Z',
	lastUpdated: '2026-12-01T12:00:00.000Z',
});

describe('isExpected', () => {
	it.each<[boolean, string, Partial<NamedAppointment>]>([
		[true, 'a pending visit', { status: 'pending' }],
		[true, 'a visit of this morning', { start: '2026-12-01T06:00:00.000Z' }],
		[false, 'an open visit of yesterday', { start: '2026-11-30T15:00:00.000Z' }],
		[false, 'a cancelled visit', { status: 'cancelled' }],
	])('is %s for %s', (expected, _, given) => {
		expect(isExpected(appointment(given), clock)).toBe(expected);
	});
});

describe('changedAfter', () => {
	it('breaks a tie by id, so that exactly one of two is the later', () => {
		const [a, b] = [appointment({ id: 'a' }), appointment({ id: 'b' })];
		expect([changedAfter(a, b), changedAfter(b, a)]).toEqual([false, true]);
		expect(changedAfter(cancelled, booked)).toBe(true);
	});
});

describe('supersededBy', () => {
	it('says which appointment decides instead, and why', () => {
		expect(supersededBy(cancelled, [booked], clock)).toEqual({ by: booked, because: 'rebooked' });
		expect(supersededBy(completed, [booked], clock)).toEqual({
			by: booked,
			because: 'bookedSince',
		});
		const later = appointment({ id: 'z', lastUpdated: '2026-12-01T13:00:00.000Z' });
		expect(supersededBy(booked, [later], clock)).toEqual({ by: later, because: 'changedLater' });
	});

	it('lets an appointment alone decide', () => {
		expect(supersededBy(booked, [cancelled, completed], clock)).toBeUndefined();
		expect(supersededBy(cancelled, [], clock)).toBeUndefined();
	});
});

describe('decidingAppointment', () => {
	it('is the same in whatever order the appointments are listed', () => {
		expect(decidingAppointment([booked, cancelled, completed], clock)).toBe(booked);
		expect(decidingAppointment([completed, cancelled, booked], clock)).toBe(booked);
	});

	it('is none that has arrived', () => {
		expect(decidingAppointment([appointment({ status: 'arrived' })], clock)).toBeUndefined();
	});
});
