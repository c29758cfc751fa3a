import { isMoving } from '../appointment/category';
import { statusGroup } from '../appointment/status';
import { TAGS } from '../vocabulary';
import type { MappedAppointment } from './precedence';
import { isExpected, decidingAppointment } from './precedence';
import type { PracticeClock } from './practiceTime';

export interface TagChanges {
	add: string[];
	remove: string[];
}

/**
 * The tags an appointment's change puts on and takes off. Tags start automations, so each is put
 * on by its own kind of event only, and is taken off again once it no longer holds: a patient who
 * books again starts them again. Pre-Op, Post-Op and Block touch none.
 */
export function tagChanges(
	event: MappedAppointment,
	appointments: readonly MappedAppointment[],
	clock: PracticeClock,
): TagChanges {
	if (!isMoving(event.category)) return { add: [], remove: [] };

	const moving = appointments.filter(({ category }) => isMoving(category));
	const expected = moving.some((appointment) => isExpected(appointment, clock));
	const leader = decidingAppointment(moving, clock);
	const decides = leader && statusGroup(leader.status);
	const group = statusGroup(event.status);

	const add: string[] = [];
	if (group === 'scheduled' && isExpected(event, clock)) add.push(TAGS.booked);
	if (group === 'completed') add.push(TAGS.patient);
	if (group === 'cancelled' && decides === 'cancelled') add.push(TAGS.cancelled);

	const remove: string[] = [];
	if (!expected) remove.push(TAGS.booked);
	if (expected || decides === 'completed') remove.push(TAGS.cancelled);
	return { add, remove };
}
