import type { MappedAppointment } from './precedence';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';

/** Local dates `YYYY-MM-DD`, empty where there is no such visit. */
export interface VisitDates {
	next: string;
	last: string;
}

const CONFIRMED = ['booked', 'arrived', 'checked-in'];

/**
 * The next confirmed and the last completed visit, from all of a patient's appointments: a
 * cancelled or moved visit so never stays behind as the next one.
 */
export function visitDates(
	appointments: readonly MappedAppointment[],
	{ zone, now }: PracticeClock,
): VisitDates {
	const visits = appointments.filter(({ category }) => category !== 'Block');
	const dates = (statuses: string[]) =>
		visits
			.filter(({ status }) => statuses.includes(status))
			.map(({ start }) => localDate(start, zone))
			.filter((date) => date !== '')
			.sort();

	const today = localDate(now, zone);
	return {
		next: dates(CONFIRMED).find((date) => date >= today) ?? '',
		last: dates(['fulfilled']).at(-1) ?? '',
	};
}
