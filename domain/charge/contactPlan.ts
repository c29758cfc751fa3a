import type { Charge } from './charge';
import { isStanding } from './charge';
import type { LifetimeValue } from './lifetimeValue';
import { toAmount } from './money';
import { FIELDS } from '../vocabulary';

/** Reasons of an event that mean that a charge was noted before and differs now. */
const CORRECTIONS = ['amount', 'date', 'description', 'status'];

/** What a charge calls for on the patient's contact, decided before anything is written. */
export interface ChargePlan {
	note: string;
	/** Custom fields by name. */
	fields: Record<string, string | number>;
}

/**
 * The note about one charge of ModMed, and the fields it changes.
 *
 * @param lifetimeValue The sum of all of the patient's charges.
 * @param reasons What changed, as the trigger names it.
 */
export function planChargeContact(
	charge: Charge,
	lifetimeValue: LifetimeValue,
	reasons: readonly string[],
): ChargePlan {
	return {
		note: chargeNote(charge, lifetimeValue, reasons),
		fields: {
			[FIELDS.patientId.name]: charge.patientId,
			[FIELDS.lifetimeValue.name]: lifetimeValue.total,
		},
	};
}

function chargeNote(
	charge: Charge,
	lifetimeValue: LifetimeValue,
	reasons: readonly string[],
): string {
	const { total, currency, charges } = lifetimeValue;
	const { cents, description, postedAt } = charge;
	const unit = charge.currency || currency;
	const sum = `${total.toFixed(2)} ${currency}`;
	return [
		`ModMed charge: ${whatHappened(charge, reasons)}`,
		...(cents === null ? [] : [`Amount: ${toAmount(cents).toFixed(2)} ${unit}`]),
		...(description ? [`For: ${description}`] : []),
		`Posted: ${postedAt.slice(0, 10)}`,
		`Patient Lifetime Value: ${sum} from ${charges} ${charges === 1 ? 'charge' : 'charges'}, without credits, payment plans and adjustments`,
	].join('\n');
}

function whatHappened(charge: Charge, reasons: readonly string[]): string {
	if (!isStanding(charge)) return 'voided';
	return reasons.some((reason) => CORRECTIONS.includes(reason)) ? 'corrected' : 'new';
}
