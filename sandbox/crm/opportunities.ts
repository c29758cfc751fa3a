import type { Answer, Exchange } from '../http/exchange';
import { asText, without } from '../http/json';
import { contactOr400 } from './contactStore';
import { checked, checkQuery, type Dto } from './dto';
import {
	newOpportunity,
	opportunityOrRefuse,
	refuseSecond,
	saveOpportunity,
	withChanges,
} from './opportunityStore';
import { opportunityView, pipelineView } from './opportunityViews';
import type { Opportunity } from './types';
import type { CrmWorld } from './world';

const changeable: Dto['allowed'] = {
	pipelineId: 'text',
	name: 'text',
	pipelineStageId: 'text',
	status: 'text',
	monetaryValue: 'number',
	assignedTo: 'text',
	customFields: 'list',
};

const updateDto: Dto = { allowed: changeable };

const createDto: Dto = {
	allowed: { ...changeable, locationId: 'text', contactId: 'text' },
	required: ['pipelineId', 'locationId', 'name', 'status', 'contactId'],
};

const upsertDto: Dto = {
	allowed: {
		...createDto.allowed,
		id: 'text',
		followers: 'any',
		isRemoveAllFollowers: 'boolean',
		followersActionType: 'text',
		lostReasonId: 'text',
	},
	required: ['pipelineId', 'locationId'],
};

const statusDto: Dto = {
	allowed: { status: 'text', lostReasonId: 'text' },
	required: ['status'],
};

const idOf = (exchange: Exchange) => exchange.params.id ?? '';

function answer(status: number, opportunity: Opportunity, world: CrmWorld): Answer {
	return { status, body: { opportunity: opportunityView(opportunity, world) } };
}

export function listPipelines(exchange: Exchange, world: CrmWorld): Answer {
	checkQuery(exchange, ['locationId']);
	const pipelines = world.pipelines.map((pipeline) => pipelineView(pipeline, world));
	return { status: 200, body: { pipelines } };
}

export function getOpportunity(exchange: Exchange, world: CrmWorld): Answer {
	return answer(200, opportunityOrRefuse(idOf(exchange), world), world);
}

export function createOpportunity(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, createDto);
	contactOr400(asText(body.contactId), world);
	const opportunity = newOpportunity(body, world);
	refuseSecond(opportunity, world);
	saveOpportunity(opportunity, world);
	return answer(201, opportunity, world);
}

export function updateOpportunity(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, updateDto);
	const known = opportunityOrRefuse(idOf(exchange), world);
	const changed = withChanges(known, body, world);
	if (changed.pipelineId !== known.pipelineId) refuseSecond(changed, world);
	saveOpportunity(changed, world);
	return answer(200, changed, world);
}

export function updateStatus(exchange: Exchange, world: CrmWorld): Answer {
	const { status } = checked(exchange, statusDto);
	const changed = withChanges(opportunityOrRefuse(idOf(exchange), world), { status }, world);
	saveOpportunity(changed, world);
	return { status: 200, body: { succeded: true } };
}

export function upsertOpportunity(exchange: Exchange, world: CrmWorld): Answer {
	const body = checked(exchange, upsertDto);
	const { id } = body;
	const changes = without(body, 'id', 'locationId');
	const known = [...world.opportunities.values()].find((opportunity) =>
		id
			? opportunity.id === id
			: opportunity.contactId === body.contactId && opportunity.pipelineId === body.pipelineId,
	);
	if (!known) contactOr400(asText(body.contactId), world);
	const saved = known ? withChanges(known, changes, world) : newOpportunity(changes, world);
	saveOpportunity(saved, world);
	return { status: 200, body: { opportunity: opportunityView(saved, world), new: !known } };
}

export function deleteOpportunity(exchange: Exchange, world: CrmWorld): Answer {
	const { id } = opportunityOrRefuse(idOf(exchange), world);
	world.opportunities.delete(id);
	world.opportunityIndex.record(id, undefined);
	return { status: 200, body: { succeded: true } };
}
