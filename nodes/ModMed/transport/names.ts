import { readFullName } from '../../../domain/humanName';
import { bareId } from '../../../domain/reference';
import { asText } from '../../../domain/tolerant';
import { statusOf } from './apiError';
import type { ModMedClient } from './client';

export type Named = 'Practitioner' | 'Location';

const KEPT_MS = 60 * 60 * 1000;
/** What could not be read is not asked for again for a while. */
const UNREADABLE_KEPT_MS = 10 * 60 * 1000;
const MOST = 5000;

interface Entry {
	name: Promise<string>;
	until: number;
}

/** Names by practice, kind and id: references carry none, so they are read and kept. */
const names = new Map<string, Entry>();

/**
 * The name of a provider or a location. One that this login cannot read is called by its id;
 * for no id there is no name.
 */
export async function nameOf(client: ModMedClient, kind: Named, id: string): Promise<string> {
	if (id === '') return '';
	const key = `${client.baseUrl} ${kind}/${id}`;
	const known = names.get(key);
	if (known && known.until > Date.now()) return await known.name;
	if (names.size >= MOST) names.clear();
	const entry = { name: readName(client, kind, id), until: Date.now() + KEPT_MS };
	names.set(key, entry);
	entry.name.then(
		(name) => {
			if (name === id) entry.until = Date.now() + UNREADABLE_KEPT_MS;
		},
		() => names.delete(key),
	);
	return await entry.name;
}

/** Forgets every name: for tests. */
export function forgetNames(): void {
	names.clear();
}

async function readName(client: ModMedClient, kind: Named, id: string): Promise<string> {
	// A referring provider is called with and without its prefix.
	for (const spelling of new Set([id, bareId(id)])) {
		const resource = await client.read(kind, spelling).catch(noneWhereRefused);
		const name = kind === 'Location' ? asText(resource.name) : readFullName(resource.name);
		if (name !== '') return name;
	}
	return id;
}

/** Nothing, where there is no such resource or this login may not read it. */
async function noneWhereRefused(error: unknown): Promise<Record<string, unknown>> {
	const status = statusOf(error);
	return status === 403 || status === 404 ? {} : await Promise.reject(error);
}
