import type { Charge } from '../../../domain/charge/charge';
import { chargeKey, isStanding } from '../../../domain/charge/charge';
import { toAmount } from '../../../domain/charge/money';
import { readCharge } from '../../../domain/charge/readCharge';
import { isForeignReference } from '../../../domain/fhir/reference';
import { asRecord } from '../../../domain/coerce';
import type { ModMedClient } from '../transport/client';
import { collect } from '../transport/collect';

export interface ChargeRecord extends Charge {
	/** The cents in the currency's own unit. */
	amount: number | null;
	/** Whether it counts: it has not been voided. */
	stands: boolean;
	eventKey: string;
}

/** A charge in plain form. */
export function chargeRecord(resource: unknown, base: string): ChargeRecord | undefined {
	const charge = readCharge(resource, base);
	return (
		charge && {
			...charge,
			amount: charge.cents === null ? null : toAmount(charge.cents),
			stands: isStanding(charge),
			eventKey: chargeKey(charge),
		}
	);
}

/** The FHIR charges of a patient. Any of another patient are left out. */
export async function chargesOf(
	client: ModMedClient,
	patientId: string,
	limit?: number,
): Promise<unknown[]> {
	return await collect(
		client.pages('ChargeItem', { patient: patientId }),
		(resource) => {
			if (isForeignReference(asRecord(asRecord(resource).subject).reference, client.baseUrl)) {
				return undefined;
			}
			const owner = readCharge(resource, client.baseUrl)?.patientId || patientId;
			return owner === patientId ? resource : undefined;
		},
		limit,
	);
}
