import { asText } from '../coerce';

export interface Reference {
	resourceType: string;
	id: string;
}

/**
 * What a FHIR reference points at, by type and id, wherever that is: see `isForeignReference`.
 * Undefined for anything that is no reference.
 * Source: https://hl7.org/fhir/R4/references.html#literal
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
 * Whether a reference points into another practice, where the same id is somebody else. ModMed
 * writes references relative, or with the practice's base URL. Environment and practice are in its
 * path; the host may differ, as it does behind a gateway.
 * @param base The FHIR base URL of the practice. Where it is empty no reference is foreign.
 * @example isForeignReference('https://h/ema-dev/firm/b/ema/fhir/v2/Patient/1', 'https://h/ema-dev/firm/a/ema/fhir/v2')
 * // true
 * @example isForeignReference('Patient/1', 'https://h/ema-dev/firm/a/ema/fhir/v2') // false
 */
export function isForeignReference(value: unknown, base: string): boolean {
	if (base === '' || readReference(value) === undefined) return false;
	const address = asText(value).split(/[?#]/, 1)[0] ?? '';
	const [, server, path = ''] = /^((?:https?:)?\/\/[^/]*)?(.*)$/i.exec(address) ?? [];
	const own = server === undefined ? '' : `${new URL(base).pathname}/`;
	if (!path.toLowerCase().startsWith(own.toLowerCase())) return true;
	return path.slice(own.length).split('/').filter(Boolean).length !== 2;
}

/**
 * The id in what somebody typed: an id, a reference or a URL. Empty for a reference to a resource
 * of another type.
 * @example readId('Patient/385871', 'Patient') // '385871'
 */
export function readId(text: string, resourceType?: string): string {
	const reference = readReference(text);
	if (!reference) return decoded(text.trim());
	return resourceType && reference.resourceType !== resourceType ? '' : reference.id;
}

/**
 * Whether a text can be the id of a resource: it cannot leave its place in a URL, and is no name
 * that every object has, since much is remembered by id. ModMed uses `|` beside FHIR's letters.
 * Source: https://hl7.org/fhir/R4/datatypes.html#id
 * @example isResourceId('ref|55588') // true
 * @example isResourceId('../Patient') // false
 */
export function isResourceId(text: string): boolean {
	return /^[\w.|~-]{1,128}$/.test(text) && !/^\.+$/.test(text) && !(text in Object.prototype);
}

/**
 * A provider's id without the prefix that ModMed writes before some referring providers.
 * @example withoutReferringPrefix('ref|55588') // '55588'
 */
export function withoutReferringPrefix(id: string): string {
	return id.replace(/^ref\|/, '');
}

function decoded(id: string): string {
	try {
		return decodeURIComponent(id);
	} catch {
		return id;
	}
}
