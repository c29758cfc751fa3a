/** The practice's words for the FHIR codes of an appointment's status. */
const STATUS_NAMES = new Map([
	['pending', 'Pending'],
	['booked', 'Confirmed'],
	['arrived', 'Arrived'],
	['checked-in', 'Checked-In'],
	['fulfilled', 'Checked-Out'],
	['cancelled', 'Cancelled'],
	['noshow', 'No Show'],
]);

/** The codes ModMed uses, in the order of a visit. */
export const STATUS_CODES: readonly string[] = [...STATUS_NAMES.keys()];

/**
 * The FHIR code of a status in one spelling: ModMed writes Checked In in two ways.
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
	return STATUS_NAMES.get(normaliseStatus(code)) ?? code.trim();
}
