import { NodeOperationError } from 'n8n-workflow';

import { findByLabel } from '../../../domain/text/label';
import type { Pipeline, Stage } from '../../../domain/sync/opportunityMove';
import type { CrmClient } from '../transport/client';
import { asRecords, asText } from '../../../domain/coerce';

/**
 * The location's pipelines with their stages, cached for an hour.
 * @param notBefore Unix time in milliseconds: what was read earlier is read again.
 * https://marketplace.gohighlevel.com/docs/ghl/opportunities/get-pipelines
 */
export async function readPipelines(crm: CrmClient, notBefore?: number): Promise<Pipeline[]> {
	return await crm.location.pipelines.get(async () => await requestPipelines(crm), notBefore);
}

/** Throws where the location has no pipeline of that name. */
export async function findPipeline(crm: CrmClient, name: string): Promise<Pipeline> {
	const known = findByLabel(await readPipelines(crm), name);
	if (known) return known;
	const pipelines = await readPipelines(crm, crm.startedAt);
	const pipeline = findByLabel(pipelines, name);
	if (pipeline === undefined) throw unknown(crm, 'Pipeline', name, pipelines);
	return pipeline;
}

/** Throws where the location has no such pipeline, or the pipeline no such stage. */
export async function findStage(
	crm: CrmClient,
	pipelineName: string,
	stageName: string,
): Promise<{ pipeline: Pipeline; stage: Stage }> {
	const known = await findPipeline(crm, pipelineName);
	const kept = findByLabel(known.stages, stageName);
	if (kept) return { pipeline: known, stage: kept };

	await readPipelines(crm, crm.startedAt);
	const pipeline = await findPipeline(crm, pipelineName);
	const stage = findByLabel(pipeline.stages, stageName);
	if (stage === undefined) {
		throw unknown(crm, 'Stage', stageName, pipeline.stages, ` in ${pipeline.name}`);
	}
	return { pipeline, stage };
}

async function requestPipelines(crm: CrmClient): Promise<Pipeline[]> {
	const { pipelines } = await crm.request({
		method: 'GET',
		path: '/opportunities/pipelines',
		qs: { locationId: crm.location.locationId },
		what: 'the pipelines',
		scope: 'opportunities.readonly',
	});
	return asRecords(pipelines).map(({ id, name, stages }) => ({
		id: asText(id),
		name: asText(name),
		stages: asRecords(stages).map((stage) => ({ id: asText(stage.id), name: asText(stage.name) })),
	}));
}

function unknown(
	crm: CrmClient,
	label: 'Pipeline' | 'Stage',
	name: string,
	entries: ReadonlyArray<{ name: string }>,
	where = '',
) {
	const known = entries.map((entry) => entry.name).join(', ') || 'none';
	return new NodeOperationError(crm.node, `The CRM has no '${label}' named "${name}"${where}`, {
		description: `The CRM has: ${known}. It may have been renamed: enter the name that the CRM shows.`,
	});
}
