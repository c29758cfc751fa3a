import { asText } from './tolerant';

export interface Reference {
	resourceType: string;
	id: string;
}

/**
 * What a FHIR reference points at. ModMed writes absolute addresses, whose server is of no
 * interest: only type and id are kept.
 * @example readReference('https://host/ema/fhir/v2/Practitioner/ref%7C55588')
 * // { resourceType: 'Practitioner', id: 'ref|55588' }
 */
export function readReference(value: unknown): Reference | undefined {
	const path = asText(value).split(/[?#]/, 1)[0] ?? '';
	const [resourceType = '', id = ''] = path.split('/').filter(Boolean).slice(-2);
	if (!/^[A-Z][A-Za-z]+$/.test(resourceType) || id === '') return undefined;
	return { resourceType, id: decoded(id) };
}

/**
 * The id somebody meant who typed an id, a reference or a whole address. Empty for a reference
 * to something of another type.
 * @example idOf('Patient/385871', 'Patient') // '385871'
 */
export function idOf(text: string, resourceType?: string): string {
	const reference = readReference(text);
	if (!reference) return decoded(text.trim());
	return resourceType && reference.resourceType !== resourceType ? '' : reference.id;
}

/** Whether a text can be the id of a resource, and not a way out of its folder. */
export function isId(text: string): boolean {
	return /^[\w.|~-]{1,128}$/.test(text) && !/^\.+$/.test(text);
}

/**
 * A provider's id in one spelling: a referring one comes with and without its prefix.
 * @example bareId('ref|55588') // '55588'
 */
export function bareId(id: string): string {
	return id.replace(/^ref\|/, '');
}

function decoded(id: string): string {
	try {
		return decodeURIComponent(id);
	} catch {
		return id;
	}
}
