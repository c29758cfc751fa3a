import { asText } from '../coerce';

export interface Reference {
	resourceType: string;
	id: string;
}

/**
 * What a FHIR reference points at, by type and id. Whether that is at the practice is for
 * `isElsewhere` to say.
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
 * writes the practice's base address in front, or nothing. Environment and practice are in its
 * path; the server may call itself by another name, as one behind a gateway does.
 * @example isElsewhere('https://h/ema-dev/firm/b/ema/fhir/v2/Patient/1', 'https://h/ema-dev/firm/a/ema/fhir/v2') // true
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
 * The id somebody meant who typed an id, a reference or a whole address. Empty for a reference
 * to something of another type.
 * @example idOf('Patient/385871', 'Patient') // '385871'
 */
export function readId(text: string, resourceType?: string): string {
	const reference = readReference(text);
	if (!reference) return decoded(text.trim());
	return resourceType && reference.resourceType !== resourceType ? '' : reference.id;
}

/**
 * Whether a text can be the id of a resource: no way out of its folder, and no name that every
 * object knows, since much is remembered by id.
 */
export function isResourceId(text: string): boolean {
	return /^[\w.|~-]{1,128}$/.test(text) && !/^\.+$/.test(text) && !(text in Object.prototype);
}

/**
 * A provider's id in one spelling: a referring one comes with and without its prefix.
 * @example bareId('ref|55588') // '55588'
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
