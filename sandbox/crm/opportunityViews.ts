import type { Json, JsonObject } from '../http/json';
import { fullName } from './contactViews';
import type { Opportunity, Pipeline } from './types';
import type { CrmWorld } from './world';

export function opportunityView(opportunity: Opportunity, world: CrmWorld): JsonObject {
	const contact = world.contacts.get(opportunity.contactId);
	const { customFields, ...plain } = opportunity;
	return {
		...plain,
		locationId: world.identity.locationId,
		source: 'sandbox',
		customFields: Object.entries(customFields).map(([id, value]) => fieldView(id, value, world)),
		followers: [],
		contact: contact && {
			id: contact.id,
			name: fullName(contact),
			email: contact.email,
			phone: contact.phone,
			tags: [...contact.tags],
		},
	};
}

function fieldView(id: string, value: Json, world: CrmWorld): Json {
	if (world.unknowns.get('opportunityFieldShape') === 'fieldValue')
		return { id, fieldValue: value };
	return { id, type: 'string', fieldValueString: String(value) };
}

export function pipelineView(pipeline: Pipeline, world: CrmWorld): Json {
	return {
		id: pipeline.id,
		name: pipeline.name,
		stages: pipeline.stages.map((stage, position) => ({
			id: stage.id,
			name: stage.name,
			position,
			showInFunnel: true,
			showInPieChart: true,
		})),
		showInFunnel: true,
		showInPieChart: true,
		locationId: world.identity.locationId,
	};
}
