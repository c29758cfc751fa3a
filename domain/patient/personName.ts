import { normalized } from '../text/normalized';

/**
 * A name as it is compared: without case, accents, spaces and punctuation.
 * @example comparableName("O'Neil-Ruiz") // 'oneilruiz'
 */
export function comparableName(name: string): string {
	return normalized(name, 'NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Whether two names may be the same person's: case, accents, spaces and punctuation aside. An
 * empty name agrees with every name.
 * @example namesAgree('José', 'JOSE') // true
 * @example namesAgree('Ana', 'Eva') // false
 */
export function namesAgree(one: string, other: string): boolean {
	const [a, b] = [comparableName(one), comparableName(other)];
	return a === '' || b === '' || a === b;
}
