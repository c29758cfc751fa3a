import { asText } from '../coerce';

/**
 * An amount in whole cents, from a text with a dollar sign and thousands separators too, or null
 * for what is no amount. Half a cent is rounded away from zero.
 * @example toCents('$1,083.63') // 108363
 * @example toCents('free') // null
 */
export function toCents(value: unknown): number | null {
	const text = asText(value).replace(/[$,\s]/g, '');
	const [, sign, whole, fraction = ''] = /^([+-]?)(\d{0,12})(?:\.(\d*))?$/.exec(text) ?? [];
	if (whole === undefined || whole + fraction === '') return null;
	const cents = Math.round(
		Number(`${whole || '0'}${fraction.slice(0, 2).padEnd(2, '0')}.${fraction.slice(2) || '0'}`),
	);
	return sign === '-' && cents !== 0 ? -cents : cents;
}

/** @example toAmount(108363) // 1083.63 */
export function toAmount(cents: number): number {
	return cents / 100;
}
