import { NodeOperationError } from 'n8n-workflow';

import { missingTags } from '../../../domain/crm/tagSets';
import type { CrmClient } from '../transport/client';
import { asRecords, asText } from '../../../domain/coerce';

/**
 * The names of the location's tags, cached for an hour.
 * @param notBefore Unix time in milliseconds: what was read earlier is read again.
 * https://marketplace.gohighlevel.com/docs/ghl/locations/get-location-tags
 */
export async function readTags(crm: CrmClient, notBefore?: number): Promise<string[]> {
	return await crm.location.tags.get(async () => await requestTags(crm), notBefore);
}

/** Throws for a tag the location does not have: adding it would create it, even if it is misspelled. */
export async function requireKnownTags(crm: CrmClient, tags: readonly string[]): Promise<void> {
	if (missingTags(tags, await readTags(crm)).length === 0) return;
	const known = await readTags(crm, crm.startedAt);
	const missing = missingTags(tags, known);
	if (missing.length === 0) return;

	const named = missing.map((tag) => `"${tag}"`).join(', ');
	throw new NodeOperationError(crm.node, `The CRM has no 'Tag' named ${named}`, {
		description: `Known tags: ${known.slice(0, 20).join(', ') || 'none'}. Create the tag with the set-up template, or switch on 'Create Missing Tags'.`,
	});
}

async function requestTags(crm: CrmClient): Promise<string[]> {
	const { tags } = await crm.request({
		method: 'GET',
		path: `/locations/${encodeURIComponent(crm.location.locationId)}/tags`,
		what: 'the tags of the location',
		scope: 'locations/tags.readonly',
	});
	return asRecords(tags)
		.map(({ name }) => asText(name))
		.filter((name) => name !== '');
}
