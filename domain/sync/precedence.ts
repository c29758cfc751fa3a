import type { Appointment } from '../appointment/appointment';
import { isOpenStatus, statusGroup } from '../appointment/status';
import type { Category } from '../vocabulary';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';

/** An appointment of a type the practice has mapped. */
export type MappedAppointment = Appointment & { category: Category };

/** Whether the patient is still expected: today counts, an open visit of a past day does not. */
export function isExpected(appointment: Appointment, { zone, now }: PracticeClock): boolean {
	return (
		isOpenStatus(appointment.status) && localDate(appointment.start, zone) >= localDate(now, zone)
	);
}

/** Whether ModMed changed `a` after `b`. The id breaks a tie, always in the same way. */
export function changedAfter(a: Appointment, b: Appointment): boolean {
	if (a.lastUpdated !== b.lastUpdated) return a.lastUpdated > b.lastUpdated;
	return a.id > b.id;
}

/** Why another appointment decides the stage. */
export type SupersededReason = 'rebooked' | 'bookedSince' | 'changedLater';

/**
 * Why `other` of the same pipeline supersedes `appointment`, whichever of the two ModMed changed
 * last: a cancellation is superseded by a visit that the patient is booked for anyway, a completed
 * visit by one that was booked since.
 */
function supersededReason(
	appointment: Appointment,
	other: Appointment,
	clock: PracticeClock,
): SupersededReason | undefined {
	const group = statusGroup(appointment.status);
	const otherCounts = statusGroup(other.status) !== undefined || isExpected(other, clock);
	if (group === undefined || group === 'scheduled' || !otherCounts) return undefined;

	if (group === 'cancelled' && isExpected(other, clock)) return 'rebooked';
	const isBookedLater = other.start >= appointment.start && other.created > appointment.created;
	if (!isBookedLater) return undefined;
	if (group === 'cancelled') return 'rebooked';

	// Booked on the day of the visit it is the follow-up, and the visit is completed after that.
	const sinceTheVisit =
		localDate(other.created, clock.zone) > localDate(appointment.start, clock.zone);
	return sinceTheVisit ? 'bookedSince' : undefined;
}

/**
 * The appointment that supersedes `appointment` among a patient's appointments of one pipeline, and
 * why; `undefined` where `appointment` decides the stage. It follows from what ModMed holds, not
 * from the order in which changes arrive, so that every order ends in the same stage.
 */
export function supersededBy<T extends Appointment>(
	appointment: T,
	others: readonly T[],
	clock: PracticeClock,
): { by: T; because: SupersededReason } | undefined {
	for (const other of others) {
		const because = supersededReason(appointment, other, clock);
		if (because !== undefined) return { by: other, because };
	}
	const candidates = others.filter(
		(other) =>
			statusGroup(other.status) !== undefined &&
			others.every((third) => supersededReason(other, third, clock) === undefined) &&
			supersededReason(other, appointment, clock) === undefined,
	);
	const later = candidates.find((candidate) => changedAfter(candidate, appointment));
	return later && { by: later, because: 'changedLater' };
}

/**
 * The appointment that decides the stage among a patient's appointments of one pipeline, if any:
 * one whose status has no stage, such as Arrived, never does.
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
