import type { TrackedField } from '../changes/fingerprint';
import { eventKey, fingerprint } from '../changes/fingerprint';

/** A charge as read from a FHIR ChargeItem of ModMed. Absent values are empty texts. */
export interface Charge {
	id: string;
	/** Whose it is. */
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
	/** What was charged for, of all its lines. */
	description: string;
	/** When it was posted, else when it was done. ISO 8601 in UTC. */
	postedAt: string;
	providerId: string;
	locationId: string;
}

/** Whether a charge stands: one that was voided or is not billed is none the patient has to pay. */
export function isStanding({ status, transactionStatus }: Charge): boolean {
	return status === 'billable' && /^(charged)?$/i.test(transactionStatus);
}

/** What makes a charge another one for the practice. */
export function trackedChargeFields(charge: Charge): TrackedField[] {
	return [
		['status', isStanding(charge) ? 'stands' : 'does not stand'],
		['amount', `${charge.cents} ${charge.currency}`],
		['date', charge.postedAt],
		['description', charge.description],
	];
}

/** The event key of a charge as it is now. */
export function chargeKey(charge: Charge): string {
	return eventKey('ChargeItem', charge.id, fingerprint(trackedChargeFields(charge)));
}
