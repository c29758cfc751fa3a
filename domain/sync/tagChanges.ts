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
 * The tags that a change of an appointment adds and removes. Tags start automations, so each is
 * added by its own kind of event only, and removed once it no longer holds: a patient who books
 * again starts them again. Categories that move no pipeline change no tag.
 * @param appointments All of the patient's, the changed one included.
 */
export function tagChanges(
	event: MappedAppointment,
	appointments: readonly MappedAppointment[],
	clock: PracticeClock,
): TagChanges {
	if (!isMoving(event.category)) return { add: [], remove: [] };

	const moving = appointments.filter(({ category }) => isMoving(category));
	const expected = moving.some((appointment) => isExpected(appointment, clock));
	const deciding = decidingAppointment(moving, clock);
	const decidingGroup = deciding && statusGroup(deciding.status);
	const group = statusGroup(event.status);

	const add: string[] = [];
	if (group === 'scheduled' && isExpected(event, clock)) add.push(TAGS.booked);
	if (group === 'completed') add.push(TAGS.patient);
	if (group === 'cancelled' && decidingGroup === 'cancelled') add.push(TAGS.cancelled);

	const remove: string[] = [];
	if (!expected) remove.push(TAGS.booked);
	if (expected || decidingGroup === 'completed') remove.push(TAGS.cancelled);
	return { add, remove };
}
