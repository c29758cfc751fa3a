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

/** A sum, or the reason why there is none. */
export type LifetimeValueResult =
	LifetimeValue | { unreadable: string[] } | { currencies: string[] };

/** Where ModMed names no currency: its practices are in the United States. */
const DEFAULT_CURRENCY = 'USD';

/**
 * The sum of all charges that stand, each counted once. No sum where an amount is unreadable (the
 * charges' ids instead) or where there are several currencies (those instead): a wrong number would
 * be worse than none.
 * @example lifetimeValue([]) // { totalCents: 0, total: 0, currency: 'USD', charges: 0 }
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
