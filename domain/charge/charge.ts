import type { TrackedField } from '../changes/fingerprint';
import { eventKey, fingerprint } from '../changes/fingerprint';

/** A charge as read from a FHIR ChargeItem of ModMed. Absent values are empty texts. */
export interface Charge {
	id: string;
	/** The id of the patient. */
	patientId: string;
	encounterId: string;
	/** FHIR code in lower case, `billable` for every charge that stands. */
	status: string;
	/** ModMed's own word, `Charged` for every charge that stands. */
	transactionStatus: string;
	/** Whole cents. Null where no amount can be read. */
	cents: number | null;
	/** ISO 4217. Empty where ModMed named none. */
	currency: string;
	/** What was charged for, of all lines. */
	description: string;
	/** When it was posted, else when it was done. ISO 8601 in UTC. */
	postedAt: string;
	providerId: string;
	locationId: string;
}

/** Whether a charge stands: the patient does not owe one that was voided or is not billed. */
export function isStanding({ status, transactionStatus }: Charge): boolean {
	return status === 'billable' && /^(charged)?$/i.test(transactionStatus);
}

/** What makes a charge another one for the practice. A change of anything else is no event. */
export function trackedChargeFields(charge: Charge): TrackedField[] {
	return [
		['status', isStanding(charge) ? 'stands' : 'does not stand'],
		['amount', `${charge.cents} ${charge.currency}`],
		['date', charge.postedAt],
		['description', charge.description],
	];
}

/** The event key of a charge as it is now, such as `ChargeItem/77#3f9a2c1b77aa`. */
export function chargeKey(charge: Charge): string {
	return eventKey('ChargeItem', charge.id, fingerprint(trackedChargeFields(charge)));
}
