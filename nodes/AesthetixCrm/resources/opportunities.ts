import { isResourceId } from '../../../domain/fhir/reference';
import type { Opportunity, Pipeline, Stage } from '../../../domain/sync/opportunityMove';
import type { CrmClient } from '../transport/client';
import type { CrmRequest } from '../transport/send';
import { asRecord, asRecords, asText } from '../../../domain/coerce';
import { Snapshots } from '../transport/snapshots';

const snapshots = new Snapshots<Opportunity[]>();

/**
 * A contact's opportunities in a pipeline as they are now.
 * https://marketplace.gohighlevel.com/docs/ghl/opportunities/search-opportunity
 */
export async function searchOpportunities(
	crm: CrmClient,
	contactId: string,
	pipeline: Pipeline,
): Promise<Opportunity[]> {
	const { opportunities } = await crm.request({
		method: 'GET',
		path: '/opportunities/search',
		qs: {
			location_id: crm.location.locationId,
			contact_id: contactId,
			pipeline_id: pipeline.id,
			status: 'all',
			limit: 100,
		},
		what: `the opportunities of the contact ${contactId}`,
		scope: 'opportunities.readonly',
	});
	const own = asRecords(opportunities)
		.filter((one) => isOf(one, contactId, pipeline.id))
		.filter(({ id }) => isResourceId(asText(id)));
	const found = own.map(({ id, pipelineStageId, status }) => ({
		id: asText(id),
		stageId: asText(pipelineStageId),
		status: asText(status),
	}));
	snapshots.set(crm.executionId, keyOf(contactId, pipeline), found);
	return found;
}

/** The opportunities as this run last saw them, or else as they are now. */
export async function knownOpportunities(
	crm: CrmClient,
	contactId: string,
	pipeline: Pipeline,
): Promise<Opportunity[]> {
	return (
		snapshots.get(crm.executionId, keyOf(contactId, pipeline)) ??
		(await searchOpportunities(crm, contactId, pipeline))
	);
}

/** Makes the run's next node read the opportunities again. */
export function dropOpportunities(crm: CrmClient, contactId: string, pipeline: Pipeline): void {
	snapshots.drop(crm.executionId, keyOf(contactId, pipeline));
}

/** https://marketplace.gohighlevel.com/docs/ghl/opportunities/update-opportunity */
export function moveRequest({ id }: Opportunity, pipeline: Pipeline, stage: Stage): CrmRequest {
	return {
		method: 'PUT',
		path: pathOf(id),
		body: { pipelineId: pipeline.id, pipelineStageId: stage.id },
		what: `the opportunity ${id}`,
		scope: 'opportunities.write',
	};
}

/** https://marketplace.gohighlevel.com/docs/ghl/opportunities/get-opportunity */
export async function readStageId(crm: CrmClient, { id }: Opportunity): Promise<string> {
	const { opportunity } = await crm.request({
		method: 'GET',
		path: pathOf(id),
		what: `the opportunity ${id}`,
		scope: 'opportunities.readonly',
	});
	return asText(asRecord(opportunity).pipelineStageId);
}

/** The search is known to return others too. An opportunity that names no contact or pipeline counts. */
function isOf(
	opportunity: Record<string, unknown>,
	contactId: string,
	pipelineId: string,
): boolean {
	const contact = asText(opportunity.contactId) || asText(asRecord(opportunity.contact).id);
	const pipeline = asText(opportunity.pipelineId);
	return [contact || contactId, pipeline || pipelineId].join() === [contactId, pipelineId].join();
}

function keyOf(contactId: string, { id }: Pipeline): string {
	return `${contactId}|${id}`;
}

function pathOf(opportunityId: string): string {
	return `/opportunities/${encodeURIComponent(opportunityId)}`;
}
