import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { plainLabel } from '../../../domain/text/label';
import { createClient } from '../transport/client';
import { readFields } from '../resources/field/customFields';
import { readTags } from '../resources/locationTags';
import { findPipeline, readPipelines } from '../resources/pipelines';

/** A list shows what the CRM has now, so none of these uses what is cached. */

export async function searchPipelines(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const crm = await createClient(this);
	return listed(await readPipelines(crm, crm.startedAt), filter);
}

export async function searchStages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen = this.getCurrentNodeParameter('pipeline', { extractValue: true });
	if (typeof chosen !== 'string' || chosen === '') return { results: [] };
	const crm = await createClient(this);
	await readPipelines(crm, crm.startedAt);
	return listed((await findPipeline(crm, chosen)).stages, filter);
}

export async function searchFields(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const crm = await createClient(this);
	return listed(await readFields(crm, crm.startedAt), filter);
}

export async function searchTags(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const crm = await createClient(this);
	const tags = await readTags(crm, crm.startedAt);
	return listed(
		tags.map((name) => ({ id: name, name })),
		filter,
	);
}

/** The value is the name: a workflow stays readable, and works in another location too. */
function listed(
	entries: ReadonlyArray<{ id: string; name: string }>,
	filter = '',
): INodeListSearchResult {
	const results: INodeListSearchItems[] = entries
		.filter(({ name }) => plainLabel(name).includes(plainLabel(filter)))
		.map(({ name }) => ({ name, value: name }))
		.sort((one, other) => one.name.localeCompare(other.name));
	return { results };
}
