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

/** The FHIR charges of a patient. Those of others are left out, should ModMed send any. */
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
			const whose = readCharge(resource, client.baseUrl)?.patientId || patientId;
			return whose === patientId ? resource : undefined;
		},
		limit,
	);
}
