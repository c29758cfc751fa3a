import { refuse } from './outcome';
import type { ModMedUnknowns } from './render';

export type Prefix = 'eq' | 'ge' | 'gt' | 'le' | 'lt';

export interface DateTest {
	prefix: Prefix;
	value: string;
	hasTime: boolean;
}

const FORM =
	/^(eq|ge|gt|le|lt)?(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export function parseDate(text: string, parameter: string, unknowns: ModMedUnknowns): DateTest {
	// A plus sign that was not percent-encoded arrives as a space.
	const match = FORM.exec(text.replace(' ', '+'));
	if (!match) return refuse(400, `Invalid value for parameter ${parameter}`, unknowns);
	const [, prefix, day, time] = match;
	return {
		prefix: (prefix ?? 'eq') as Prefix,
		value: `${day}${time ?? ''}`,
		hasTime: time !== undefined,
	};
}

/** The calendar day of an instant, as the practice's server sees it. */
export function dayOf(date: Date, zone: string): string {
	return new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	}).format(date);
}

export function passes(date: Date, test: DateTest, zone: string): boolean {
	if (!test.hasTime) return compare(dayOf(date, zone), test.prefix, test.value.slice(0, 10));
	const withZone = /(Z|[+-]\d{2}:?\d{2})$/.test(test.value) ? test.value : `${test.value}Z`;
	return compare(date.getTime(), test.prefix, new Date(trimFraction(withZone)).getTime());
}

/** ModMed's own format has seven or more digits of a second. */
function trimFraction(text: string): string {
	return text.replace(/(\.\d{3})\d+/, '$1');
}

function compare<T extends string | number>(actual: T, prefix: Prefix, wanted: T): boolean {
	switch (prefix) {
		case 'ge':
			return actual >= wanted;
		case 'gt':
			return actual > wanted;
		case 'le':
			return actual <= wanted;
		case 'lt':
			return actual < wanted;
		default:
			return actual === wanted;
	}
}

export function fhirInstant(date: Date): string {
	return `${date.toISOString().slice(0, 19)}.000+00:00`;
}

export function fhirSecond(date: Date): string {
	return `${date.toISOString().slice(0, 19)}+00:00`;
}
