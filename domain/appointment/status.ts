import type { StatusGroup } from '../vocabulary';

interface Status {
	/** The practice's word for it. */
	name: string;
	/** Its column of the stage table, where it has one. */
	group?: StatusGroup;
	/** Whether the patient is still to come, or is in the house. */
	isOpen?: true;
	/** Whether the practice counts on the visit. */
	isConfirmed?: true;
}

/** By the FHIR codes that ModMed uses, in the order of a visit. */
const STATUSES = new Map<string, Status>([
	['pending', { name: 'Pending', group: 'scheduled', isOpen: true }],
	['booked', { name: 'Confirmed', group: 'scheduled', isOpen: true, isConfirmed: true }],
	['arrived', { name: 'Arrived', isOpen: true, isConfirmed: true }],
	['checked-in', { name: 'Checked-In', isOpen: true, isConfirmed: true }],
	['fulfilled', { name: 'Checked-Out', group: 'completed' }],
	['cancelled', { name: 'Cancelled', group: 'cancelled' }],
	['noshow', { name: 'No Show', group: 'cancelled' }],
]);

/** The codes ModMed uses, in the order of a visit. */
export const STATUS_CODES: readonly string[] = [...STATUSES.keys()];

/**
 * The FHIR code of a status in one spelling: ModMed writes Checked In in two ways.
 * Source: https://hl7.org/fhir/R4/valueset-appointmentstatus.html
 * @example normaliseStatus(' CheckedIn ') // 'checked-in'
 */
export function normaliseStatus(code: string): string {
	const lower = code.trim().toLowerCase();
	return lower === 'checkedin' ? 'checked-in' : lower;
}

/**
 * The word the practice knows a status by. A code without a word is shown as it came.
 * @example statusName('booked') // 'Confirmed'
 */
export function statusName(code: string): string {
	return STATUSES.get(normaliseStatus(code))?.name ?? code.trim();
}

/**
 * The column of the stage table that a normalised status stands in; `undefined` for a status that
 * never moves an opportunity.
 * @example statusGroup('noshow') // 'cancelled'
 * @example statusGroup('arrived') // undefined
 */
export function statusGroup(code: string): StatusGroup | undefined {
	return STATUSES.get(code)?.group;
}

/**
 * Whether a visit with this normalised status is still to come or under way.
 * @example isOpenStatus('checked-in') // true
 */
export function isOpenStatus(code: string): boolean {
	return STATUSES.get(code)?.isOpen ?? false;
}

/**
 * Whether the practice counts on a visit with this normalised status: not on one that is pending.
 * @example isConfirmedStatus('pending') // false
 */
export function isConfirmedStatus(code: string): boolean {
	return STATUSES.get(code)?.isConfirmed ?? false;
}
