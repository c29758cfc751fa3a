import type { Charge } from './charge';
import { isStanding } from './charge';
import { toAmount } from './money';

export interface LifetimeValue {
	totalCents: number;
	/** The same in the currency's own unit. */
	total: number;
	currency: string;
	/** How many charges it is the sum of. */
	charges: number;
}

export type LifetimeValueResult =
	LifetimeValue | { unreadable: string[] } | { currencies: string[] };

/** Where ModMed names no currency. It serves practices in the United States. */
const DEFAULT_CURRENCY = 'USD';

/**
 * The sum of all charges that stand, each counted once. There is none where one of them has no
 * readable amount, or where they are not in one currency: a wrong number would be worse.
 */
export function lifetimeValue(charges: readonly Charge[]): LifetimeValueResult {
	const standing = [...new Map(charges.filter(isStanding).map((one) => [one.id, one])).values()];
	const unreadable = standing.filter(({ cents }) => cents === null).map(({ id }) => id);
	if (unreadable.length > 0) return { unreadable };
	const currencies = [...new Set(standing.map(({ currency }) => currency || DEFAULT_CURRENCY))];
	if (currencies.length > 1) return { currencies: currencies.sort() };
	const totalCents = standing.reduce((sum, { cents }) => sum + (cents ?? 0), 0);
	return {
		totalCents,
		total: toAmount(totalCents),
		currency: currencies[0] ?? DEFAULT_CURRENCY,
		charges: standing.length,
	};
}
