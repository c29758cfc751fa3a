import { plainLine } from '../text/plainText';
import { asLine, asRecord, asRecords, asText } from '../coerce';

export interface HumanName {
	firstName: string;
	lastName: string;
}

/** Uses of a name, the best first. */
const PREFERRED_USES = ['official', 'usual', ''];

/**
 * A person's name as used today, from a list of FHIR HumanName: a maiden or former name only where
 * there is no other.
 * Source: https://hl7.org/fhir/R4/datatypes.html#HumanName
 * @example readHumanName([{ use: 'official', given: ['Ana', 'Maria'], family: 'Sample' }])
 * // { firstName: 'Ana Maria', lastName: 'Sample' }
 */
export function readHumanName(names: unknown): HumanName {
	const [best] = asRecords(names)
		.map((name) => ({ name, rank: rankOf(asText(name.use)) }))
		.sort((a, b) => a.rank - b.rank);
	const name = best?.name ?? {};
	const given = Array.isArray(name.given) ? name.given.map(asLine).filter(Boolean) : [];
	return { firstName: plainLine(given.join(' ')), lastName: asLine(name.family) };
}

/**
 * First and last name in one text, for a provider.
 * @example readFullName([{ text: 'Dr. Ada Sample' }]) // 'Dr. Ada Sample'
 */
export function readFullName(names: unknown): string {
	const { firstName, lastName } = readHumanName(names);
	const full = [firstName, lastName].filter(Boolean).join(' ');
	return full || asLine(asRecord(asRecords(names)[0]).text);
}

function rankOf(use: string): number {
	const rank = PREFERRED_USES.indexOf(use);
	return rank < 0 ? PREFERRED_USES.length : rank;
}
