import { Refusal, type Answer } from '../http/exchange';
import type { Json } from '../http/json';
import type { ModMedUnknowns } from './render';

const FHIR = { 'content-type': 'application/fhir+json' };

const ISSUE_CODES: Record<number, string> = {
	400: 'required',
	401: 'login',
	403: 'forbidden',
	404: 'not-found',
	409: 'duplicate',
	422: 'invalid',
	429: 'throttled',
};

export function outcome(status: number, text: string, unknowns: ModMedUnknowns): Answer {
	const code = ISSUE_CODES[status] ?? 'exception';
	const where: Record<string, Json> = {
		details: { details: { text } },
		diagnostics: { diagnostics: text },
		coding: { details: { coding: [{ display: text }] } },
	};
	const said = where[unknowns.get('outcomeText')] as { [key: string]: Json };
	const body: Json = {
		resourceType: 'OperationOutcome',
		issue: [{ severity: 'error', code, ...said }],
	};
	return { status, body, headers: FHIR };
}

export function refuse(status: number, text: string, unknowns: ModMedUnknowns): never {
	throw new Refusal(outcome(status, text, unknowns));
}

export function fhir(status: number, body: Json, headers: Record<string, string> = {}): Answer {
	return { status, body, headers: { ...FHIR, ...headers } };
}
