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
	/** Which permission is missing to read the name, in words for support; empty if none is. */
	problem: string;
}

export const NO_NAME: Name = { name: '', problem: '' };

/** Names by practice, type and ID, since ModMed's references have no display text. */
const names = processCache<Promise<Name>>({ max: MAX_NAMES, ttlMs: KEPT_MS });

/**
 * The name of a provider or a location, kept for an hour. If this login cannot read it, the ID
 * takes its place; without an ID the name is empty.
 * Source: https://portal.api.modmed.com/reference/providers-and-referring-providers
 * @throws NodeApiError if ModMed cannot be reached; a missing permission is returned as `problem`.
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
	const pending = readName(client, kind, id);
	names.set(key, pending);
	pending.then(
		({ name }) => {
			if (name === id) names.set(key, pending, { ttl: UNREADABLE_KEPT_MS });
		},
		() => names.delete(key),
	);
	return await pending;
}

async function readName(client: ModMedClient, kind: NamedResourceType, id: string): Promise<Name> {
	for (const spelling of spellingsOf(kind, id)) {
		const resource = await client.read(kind, spelling).catch(emptyIfMissing);
		if (resource instanceof NodeApiError) {
			return { name: plainLine(id), problem: errorText(resource) };
		}
		const name = kind === 'Location' ? asLine(resource.name) : readFullName(resource.name);
		if (name !== '') return { name, problem: '' };
	}
	return { name: plainLine(id), problem: '' };
}

/** ModMed writes the ID of a referring provider with a prefix in some places only. */
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
