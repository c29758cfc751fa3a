import { isResourceId } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';

/** What came of a request. */
export type CrmResult =
	{ ok: true; body: Record<string, unknown> } | { ok: false; refusal: Refusal };

/** Why a request did not do what it was sent for. */
export interface Refusal {
	/** HTTP status, or 0 where no answer came. */
	status: number;
	/** The network code where no answer came, such as `ECONNRESET`. */
	code: string;
	/** The CRM's own messages. They may contain patient data, so they are never shown. */
	messages: string[];
	traceId: string;
	/** ID of the contact that already has the email or phone of a new one. */
	duplicateOf: string;
	isDailyLimit: boolean;
}

/** The network code of a request that n8n cancelled because it ended the run. */
export const CANCELLED = 'ERR_CANCELED';

/** In place of a network code: the time was over before the request could be sent. */
export const NOT_SENT = 'not sent';
/** In place of a network code: the answer was over the limit, and another would be too. */
const TOO_LARGE = 'TOO_LARGE';

const NEVER_REACHED = [
	NOT_SENT,
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
];

/** @param status HTTP status of an answer that is no success. */
export function refusalOf(status: number, body: unknown, isDailyLimit: boolean): Refusal {
	const { message, traceId, meta } = asRecord(body);
	return {
		status,
		code: '',
		messages: [message].flat().map(asText),
		traceId: idOrNothing(traceId),
		duplicateOf: idOrNothing(asRecord(meta).contactId),
		isDailyLimit,
	};
}

function idOrNothing(value: unknown): string {
	const text = asText(value);
	return isResourceId(text) ? text : '';
}

export function refusalWithoutAnswer(code: string): Refusal {
	return { status: 0, code, messages: [], traceId: '', duplicateOf: '', isDailyLimit: false };
}

/** The network code of an exception of n8n's request helper, or an empty text. */
export function networkCodeOf(error: unknown): string {
	let level: unknown = error;
	for (let depth = 0; depth < 5 && typeof level === 'object' && level !== null; depth += 1) {
		const { code, cause }: { code?: unknown; cause?: unknown } = level;
		if (typeof code === 'string' && code !== '') return code;
		level = cause;
	}
	return '';
}

/** Whether the same request may succeed in a while with nothing changed. */
export function isTransient({ status }: Refusal): boolean {
	return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** Whether the CRM may have carried out the request all the same. */
export function mayHaveHappened(refusal: Refusal): boolean {
	if (refusal.status === 0) return !neverReached(refusal);
	return refusal.status === 408 || refusal.status >= 500;
}

export function neverReached({ status, code }: Refusal): boolean {
	return status === 0 && NEVER_REACHED.includes(code);
}

export function isTooLarge({ status, code }: Refusal): boolean {
	return status === 0 && code === TOO_LARGE;
}

/** The token is valid, but the private integration was created without a scope. */
export function lacksScope({ status, messages }: Refusal): boolean {
	return [401, 403].includes(status) && messages.some((text) => /scope|IAM service/i.test(text));
}

/** The CRM does not take what was sent, such as a filter. */
export function isBadRequest({ status }: Refusal): boolean {
	return status === 400 || status === 422;
}

/** The CRM answers 400 and not 404 for a contact that does not exist. */
export function isNotFound({ status, messages }: Refusal): boolean {
	return status === 404 || (status === 400 && messages.some((text) => /not found/i.test(text)));
}

/**
 * The properties the CRM refused, without their values. Only names that occur in what was sent
 * count: any other word of the CRM's message may be part of a value.
 * @example refusedProperties({ messages: ['email must be an email'] }, { email: 'x' }) // ['email']
 */
export function refusedProperties({ messages }: Refusal, sent: unknown): string[] {
	const known = namesIn(sent);
	const names = messages.map(
		(text) =>
			/^property (\S+) should not exist/.exec(text)?.[1] ??
			/^([A-Za-z][\w.]*) (?:must|should|is|has|can|cannot)\b/.exec(text)?.[1] ??
			'',
	);
	const isKnown = (name: string) =>
		name !== '' && name.split('.').every((part) => known.has(part) || /^\d+$/.test(part));
	return [...new Set(names.filter(isKnown))];
}

/** The names of all properties, at any depth. */
function namesIn(value: unknown): Set<string> {
	if (typeof value !== 'object' || value === null) return new Set();
	const own = Array.isArray(value) ? [] : Object.keys(value);
	return new Set([...own, ...Object.values(value).flatMap((inner) => [...namesIn(inner)])]);
}
