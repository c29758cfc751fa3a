import { asList, asText, type JsonObject } from '../http/json';
import { withFieldValues } from './fieldValues';
import { badRequest, refuseWith, unprocessable } from './refusals';
import type { Opportunity, OpportunityStatus, Pipeline, Stage } from './types';
import { crmNow, type CrmWorld } from './world';

const STATUSES = ['open', 'won', 'lost', 'abandoned'];

export function opportunityOrRefuse(id: string, world: CrmWorld): Opportunity {
	const found = world.opportunities.get(id);
	return found ?? refuseWith(world.unknowns.get('unknownOpportunity'), 'Opportunity not found');
}

export function saveOpportunity(opportunity: Opportunity, world: CrmWorld): void {
	opportunity.updatedAt = crmNow(world);
	world.opportunities.set(opportunity.id, opportunity);
	world.opportunityIndex.record(opportunity.id, opportunity);
}

export function statusFrom(value: unknown): OpportunityStatus {
	const status = asText(value);
	if (STATUSES.includes(status)) return status as OpportunityStatus;
	return unprocessable(`status must be one of the following values: ${STATUSES.join(', ')}`);
}

export function newOpportunity(body: JsonObject, world: CrmWorld): Opportunity {
	const now = crmNow(world);
	const pipeline = pipelineOr400(asText(body.pipelineId), world);
	const draft: Opportunity = {
		id: world.ids.next(),
		name: asText(body.name),
		contactId: asText(body.contactId),
		pipelineId: pipeline.id,
		pipelineStageId: pipeline.stages[0]?.id ?? '',
		status: 'open',
		monetaryValue: 0,
		customFields: {},
		createdAt: now,
		updatedAt: now,
		lastStageChangeAt: now,
		lastStatusChangeAt: now,
	};
	return withChanges(draft, body, world);
}

export function withChanges(
	opportunity: Opportunity,
	body: JsonObject,
	world: CrmWorld,
): Opportunity {
	const changed = { ...opportunity };
	const now = crmNow(world);
	if (body.pipelineId !== undefined || body.pipelineStageId !== undefined) {
		const { pipeline, stage } = target(opportunity, body, world);
		if (stage.id !== opportunity.pipelineStageId) changed.lastStageChangeAt = now;
		changed.pipelineId = pipeline.id;
		changed.pipelineStageId = stage.id;
	}
	if (body.status !== undefined) {
		changed.status = statusFrom(body.status);
		if (changed.status !== opportunity.status) changed.lastStatusChangeAt = now;
	}
	if (body.name !== undefined) changed.name = asText(body.name);
	if (body.monetaryValue !== undefined) changed.monetaryValue = Number(body.monetaryValue);
	if (body.assignedTo !== undefined) changed.assignedTo = asText(body.assignedTo);
	if (body.customFields !== undefined) {
		const sent = asList(body.customFields);
		changed.customFields = withFieldValues(opportunity.customFields, sent, 'opportunity', world);
	}
	return changed;
}

/** A stage belongs to one pipeline; changing the pipeline alone starts at its first stage. */
function target(
	opportunity: Opportunity,
	body: JsonObject,
	world: CrmWorld,
): { pipeline: Pipeline; stage: Stage } {
	const pipeline = pipelineOr400(asText(body.pipelineId) || opportunity.pipelineId, world);
	const moves = pipeline.id !== opportunity.pipelineId;
	const wanted = asText(body.pipelineStageId) || (moves ? '' : opportunity.pipelineStageId);
	const stage = wanted
		? pipeline.stages.find(({ id }) => id === wanted)
		: pipeline.stages.find(Boolean);
	if (stage) return { pipeline, stage };
	const message = 'The stage id is invalid for this pipeline';
	return refuseWith(world.unknowns.get('foreignStage'), message);
}

function pipelineOr400(id: string, world: CrmWorld): Pipeline {
	return (
		world.pipelines.find((pipeline) => pipeline.id === id) ?? badRequest('Invalid pipeline id')
	);
}

/** One contact has one opportunity in a pipeline, unless the location allows more. */
export function refuseSecond(opportunity: Opportunity, world: CrmWorld): void {
	if (world.settings.allowDuplicateOpportunity) return;
	const { contactId, pipelineId, id } = opportunity;
	const second = [...world.opportunities.values()].some(
		(known) => known.id !== id && known.contactId === contactId && known.pipelineId === pipelineId,
	);
	if (second) badRequest('Can not create duplicate opportunity for the contact.');
}
