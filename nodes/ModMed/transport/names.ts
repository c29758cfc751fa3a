import { NodeApiError } from 'n8n-workflow';

import { readFullName } from '../../../domain/fhir/humanName';
import { withoutReferringPrefix, isResourceId } from '../../../domain/fhir/reference';
import { asLine } from '../../../domain/coerce';
import { plainLine } from '../../../domain/text/plainText';
import { processCache } from '../../shared/processMemory';
import { statusOf } from './apiError';
import type { ModMedClient } from './client';

export type NamedResourceType = 'Practitioner' | 'Location';

const KEPT_MS = 60 * 60 * 1000;
/** A name that could not be read is not requested again for a while. */
const UNREADABLE_KEPT_MS = 10 * 60 * 1000;
const MAX_NAMES = 5000;

export interface Name {
	/** The ID if the name is not known. */
	name: string;
	/** Which permission is missing for it, in words for support. Mostly empty. */
	problem: string;
}

export const NO_NAME: Name = { name: '', problem: '' };

/** Names by practice, kind and id: references carry none, so they are read and kept. */
const names = processCache<Promise<Name>>({ max: MAX_NAMES, ttlMs: KEPT_MS });

/**
 * The name of a provider or a location. One that this login cannot read is called by its id;
 * for no id there is no name.
 */
export async function nameOf(
	client: ModMedClient,
	kind: NamedResourceType,
	id: string,
): Promise<Name> {
	if (id === '') return NO_NAME;
	const key = `${client.baseUrl} ${kind}/${id}`;
	const known = names.get(key);
	if (known) return await known;
	const reading = readName(client, kind, id);
	names.set(key, reading);
	reading.then(
		({ name }) => {
			if (name === id) names.set(key, reading, { ttl: UNREADABLE_KEPT_MS });
		},
		() => names.delete(key),
	);
	return await reading;
}

async function readName(client: ModMedClient, kind: NamedResourceType, id: string): Promise<Name> {
	for (const spelling of spellingsOf(kind, id)) {
		const answer = await client.read(kind, spelling).catch(emptyIfMissing);
		if (answer instanceof NodeApiError) return { name: plainLine(id), problem: errorText(answer) };
		const name = kind === 'Location' ? asLine(answer.name) : readFullName(answer.name);
		if (name !== '') return { name, problem: '' };
	}
	return { name: plainLine(id), problem: '' };
}

/** A referring provider is called with its prefix in one place and without it in another. */
function spellingsOf(kind: NamedResourceType, id: string): Set<string> {
	const spellings =
		kind === 'Practitioner'
			? [id, withoutReferringPrefix(id), `ref|${withoutReferringPrefix(id)}`]
			: [id];
	return new Set(spellings.filter(isResourceId));
}

/** An empty resource if there is none, and the error if this login may not read it. */
async function emptyIfMissing(error: unknown): Promise<Record<string, unknown> | NodeApiError> {
	const status = statusOf(error);
	if (status === 403 && error instanceof NodeApiError) return error;
	return status === 404 ? {} : await Promise.reject(error);
}

function errorText({ message, description }: NodeApiError): string {
	return [`${message}.`, description].filter(Boolean).join(' ');
}
