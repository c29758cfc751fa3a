import { isConfirmedStatus } from '../appointment/status';
import type { MappedAppointment } from './precedence';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';

/** Local dates `YYYY-MM-DD`, empty where there is no such visit. */
export interface VisitDates {
	next: string;
	last: string;
}

/**
 * The next confirmed and the last completed visit, from all of a patient's appointments, so that a
 * cancelled or moved visit never stays the next one.
 */
export function visitDates(
	appointments: readonly MappedAppointment[],
	{ zone, now }: PracticeClock,
): VisitDates {
	const visits = appointments.filter(({ category }) => category !== 'Block');
	const dates = (hasStatus: (status: string) => boolean) =>
		visits
			.filter(({ status }) => hasStatus(status))
			.map(({ start }) => localDate(start, zone))
			.filter((date) => date !== '')
			.sort();

	const today = localDate(now, zone);
	return {
		next: dates(isConfirmedStatus).find((date) => date >= today) ?? '',
		last: dates((status) => status === 'fulfilled').at(-1) ?? '',
	};
}
