import { NodeOperationError } from 'n8n-workflow';

import { missingTags } from '../../../domain/crm/tagSets';
import type { CrmClient } from '../transport/client';
import { asRecords, asText } from '../../../domain/coerce';

/** The names of the location's tags, kept for an hour. */
export async function readTags(crm: CrmClient, notBefore?: number): Promise<string[]> {
	return await crm.location.tags.get(async () => await requestTags(crm), notBefore);
}

/** Throws for a tag that the location does not have: adding it would create it, typing slips and all. */
export async function requireKnownTags(crm: CrmClient, tags: readonly string[]): Promise<void> {
	if (missingTags(tags, await readTags(crm)).length === 0) return;
	const known = await readTags(crm, crm.startedAt);
	const missing = missingTags(tags, known);
	if (missing.length === 0) return;

	const named = missing.map((tag) => `"${tag}"`).join(', ');
	throw new NodeOperationError(crm.node, `The CRM has no 'Tag' named ${named}`, {
		description: `Known tags: ${known.slice(0, 20).join(', ') || 'none'}. The set-up template creates the missing ones, or switch on 'Create Missing Tags'.`,
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
