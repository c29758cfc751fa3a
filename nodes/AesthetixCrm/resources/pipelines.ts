import { NodeOperationError } from 'n8n-workflow';

import { findByLabel } from '../../../domain/text/label';
import type { Pipeline, Stage } from '../../../domain/sync/opportunityMove';
import type { CrmClient } from '../transport/client';
import { asRecords, asText } from '../../../domain/coerce';

/** The location's pipelines with their stages, kept for an hour. */
export async function readPipelines(crm: CrmClient, notBefore?: number): Promise<Pipeline[]> {
	return await crm.location.pipelines.get(async () => await requestPipelines(crm), notBefore);
}

export async function findPipeline(crm: CrmClient, name: string): Promise<Pipeline> {
	const known = findByLabel(await readPipelines(crm), name);
	if (known) return known;
	const pipelines = await readPipelines(crm, crm.startedAt);
	const pipeline = findByLabel(pipelines, name);
	if (pipeline === undefined) throw unknown(crm, 'Pipeline', name, pipelines);
	return pipeline;
}

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
		description: `Known names: ${known}. A practice may have renamed it: enter the name as it stands in the CRM.`,
	});
}
