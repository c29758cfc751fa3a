import type { Appointment } from '../appointment/appointment';
import { isOpenStatus, statusGroup } from '../appointment/status';
import type { Category } from '../vocabulary';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';

/** An appointment of a type the practice has mapped. */
export type MappedAppointment = Appointment & { category: Category };

/** Whether the patient is still expected: today counts, a visit nobody closed last week does not. */
export function isExpected(appointment: Appointment, { zone, now }: PracticeClock): boolean {
	return (
		isOpenStatus(appointment.status) && localDate(appointment.start, zone) >= localDate(now, zone)
	);
}

/** Whether ModMed changed `a` after `b`. The id settles a tie, so that everyone settles it alike. */
export function changedAfter(a: Appointment, b: Appointment): boolean {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated > b.lastUpdated;
	return a.id > b.id;
}

/** Why an appointment leaves the stage to another one. */
export type SupersededReason = 'rebooked' | 'bookedSince' | 'changedLater';

/**
 * Why `appointment` does not decide the stage beside `other` of the same pipeline, whichever of
 * the two ModMed changed last: a cancellation yields to the visit the patient is booked for
 * anyway, and a closed visit yields to what was booked since.
 */
function supersededReason(
	appointment: Appointment,
	other: Appointment,
	clock: PracticeClock,
): SupersededReason | undefined {
	const group = statusGroup(appointment.status);
	const counts = statusGroup(other.status) !== undefined || isExpected(other, clock);
	if (group === undefined || group === 'scheduled' || !counts) return undefined;

	if (group === 'cancelled' && isExpected(other, clock)) return 'rebooked';
	const madeLater = other.start >= appointment.start && other.created > appointment.created;
	if (!madeLater) return undefined;
	if (group === 'cancelled') return 'rebooked';

	// Made on the day of the visit it is its follow-up, which the visit's end comes after.
	const sinceTheVisit =
		localDate(other.created, clock.zone) > localDate(appointment.start, clock.zone);
	return sinceTheVisit ? 'bookedSince' : undefined;
}

/**
 * Why `appointment` does not decide the stage among a patient's appointments of one pipeline, or
 * `undefined` where it does. It follows from what ModMed holds and not from the order in which
 * changes arrive, so that every order of arrival ends in the same stage.
 */
export function supersededBy<T extends Appointment>(
	appointment: T,
	others: readonly T[],
	clock: PracticeClock,
): { to: T; because: SupersededReason } | undefined {
	for (const other of others) {
		const because = supersededReason(appointment, other, clock);
		if (because !== undefined) return { to: other, because };
	}
	const rivals = others.filter(
		(other) =>
			statusGroup(other.status) !== undefined &&
			others.every((third) => supersededReason(other, third, clock) === undefined) &&
			supersededReason(other, appointment, clock) === undefined,
	);
	const later = rivals.find((rival) => changedAfter(rival, appointment));
	return later && { to: later, because: 'changedLater' };
}

/**
 * The appointment that decides the stage among a patient's appointments of one pipeline, if any
 * does: none where the patient is in the house, a status that has no stage.
 */
export function decidingAppointment<T extends Appointment>(
	appointments: readonly T[],
	clock: PracticeClock,
): T | undefined {
	return appointments.find((appointment) => {
		const others = appointments.filter(({ id }) => id !== appointment.id);
		return (
			statusGroup(appointment.status) !== undefined &&
			supersededBy(appointment, others, clock) === undefined
		);
	});
}
