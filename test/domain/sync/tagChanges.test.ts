import { describe, expect, it } from '@jest/globals';

import type { MappedAppointment } from '../../../domain/sync/precedence';
import { tagChanges } from '../../../domain/sync/tagChanges';
import { appointment, clock } from '../people';

const visit = (given: Parameters<typeof appointment>[0]): MappedAppointment => ({
	...appointment(given),
	category: 'Non-Surgical Appointment',
});

describe('tagChanges', () => {
	it.each([
		['pending', { add: ['Appointment Booked'], remove: ['Cancel/No-Show'] }],
		['arrived', { add: [], remove: ['Cancel/No-Show'] }],
		['fulfilled', { add: ['Patient'], remove: ['Appointment Booked', 'Cancel/No-Show'] }],
		['noshow', { add: ['Cancel/No-Show'], remove: ['Appointment Booked'] }],
	])('of a visit that is %s', (status, changes) => {
		const event = visit({ status });
		expect(tagChanges(event, [event], clock)).toEqual(changes);
	});

	it('adds no booking that is past', () => {
		const event = visit({ start: '2026-11-20T15:00:00.000Z' });
		expect(tagChanges(event, [event], clock).add).toEqual([]);
	});

	it('looks at appointments that move a pipeline only', () => {
		const block: MappedAppointment = { ...appointment(), category: 'Block' };
		const cancelled = visit({ id: '2', status: 'cancelled' });
		expect(tagChanges(block, [block, cancelled], clock)).toEqual({ add: [], remove: [] });
		expect(tagChanges(cancelled, [block, cancelled], clock).add).toEqual(['Cancel/No-Show']);
	});
});
