import type { Json } from '../http/json';

export interface Contact {
	id: string;
	firstName?: string;
	lastName?: string;
	email?: string;
	phone?: string;
	/** YYYY-MM-DD */
	dateOfBirth?: string;
	gender?: string;
	type: string;
	tags: string[];
	/** Value by the id of its field. */
	customFields: Record<string, Json>;
	/** Standard fields that nothing here depends on: address1, city, source, dnd, ... */
	other: Record<string, Json>;
	dateAdded: string;
	dateUpdated: string;
}

export interface Note {
	id: string;
	contactId: string;
	body: string;
	dateAdded: string;
	userId?: string;
	title?: string;
	color?: string;
	pinned?: boolean;
}

export type FieldModel = 'contact' | 'opportunity';

export interface CustomField {
	id: string;
	name: string;
	fieldKey: string;
	dataType: string;
	model: FieldModel;
	position: number;
	placeholder: string;
	picklistOptions: string[];
}

export interface LocationTag {
	id: string;
	name: string;
}

export interface Stage {
	id: string;
	name: string;
}

export interface Pipeline {
	id: string;
	name: string;
	stages: Stage[];
}

export type OpportunityStatus = 'open' | 'won' | 'lost' | 'abandoned';

export interface Opportunity {
	id: string;
	name: string;
	contactId: string;
	pipelineId: string;
	pipelineStageId: string;
	status: OpportunityStatus;
	monetaryValue: number;
	assignedTo?: string;
	customFields: Record<string, Json>;
	createdAt: string;
	updatedAt: string;
	lastStageChangeAt: string;
	lastStatusChangeAt: string;
}

export const SCOPES = [
	'contacts.readonly',
	'contacts.write',
	'opportunities.readonly',
	'opportunities.write',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/customFields.write',
	'locations/tags.readonly',
	'locations/tags.write',
] as const;

export type Scope = (typeof SCOPES)[number];
