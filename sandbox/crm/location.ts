import type { Json, JsonObject } from '../http/json';
import { contactOr400, newContact, saveContact, withBody } from './contactStore';
import { fullName } from './contactViews';
import { addField } from './customFields';
import { addNote } from './notes';
import { newOpportunity, saveOpportunity, withChanges } from './opportunityStore';
import { registered, sameTag } from './tagNames';
import { uuidFrom } from './ids';
import type { Contact, CustomField, Note, Opportunity, OpportunityStatus, Pipeline } from './types';
import type { CrmWorld } from './world';

export interface NewContact {
	firstName?: string;
	lastName?: string;
	email?: string;
	phone?: string;
	dateOfBirth?: string;
	gender?: string;
	tags?: string[];
	/** Custom field values by the name of the field. */
	fields?: Record<string, Json>;
}

export interface NewOpportunity {
	contactId: string;
	pipeline: string;
	stage?: string;
	name?: string;
	status?: OpportunityStatus;
}

/**
 * What people do in the CRM's own pages. Fields, pipelines and stages go by name here, and the
 * rule about duplicates does not hold: a location may have them from before it was switched on.
 */
export class CrmLocation {
	constructor(private readonly world: CrmWorld) {}

	addContact({ fields, gender, ...body }: NewContact): Contact {
		const contact = withBody(newContact(this.world), { ...body } as JsonObject, this.world);
		if (gender) contact.gender = gender;
		for (const [name, value] of Object.entries(fields ?? {})) {
			contact.customFields[this.fieldNamed(name).id] = value;
		}
		saveContact(contact, this.world);
		return contact;
	}

	updateContact(id: string, changes: NewContact): Contact {
		const { fields, gender, ...body } = changes;
		const contact = withBody(contactOr400(id, this.world), { ...body } as JsonObject, this.world);
		if (gender) contact.gender = gender;
		const values = { ...contact.customFields };
		for (const [name, value] of Object.entries(fields ?? {})) {
			values[this.fieldNamed(name).id] = value;
		}
		saveContact({ ...contact, customFields: values }, this.world);
		return contact;
	}

	contact(id: string): Contact | undefined {
		return this.world.contacts.get(id);
	}

	contacts(): Contact[] {
		return [...this.world.contacts.values()];
	}

	/** The only contact of this name. */
	contactNamed(name: string): Contact {
		const found = this.contacts().filter((contact) => fullName(contact) === name);
		if (found.length !== 1) throw new Error(`${found.length} contacts are called ${name}`);
		return found[0] as Contact;
	}

	removeContact(id: string): void {
		this.world.contacts.delete(id);
		this.world.contactIndex.record(id, undefined);
	}

	notes(contactId: string): Note[] {
		return [...(this.world.notes.get(contactId) ?? [])];
	}

	addNote(contactId: string, body: string): Note {
		return addNote(contactId, { body }, this.world);
	}

	addTags(contactId: string, ...tags: string[]): void {
		const contact = contactOr400(contactId, this.world);
		const all = registered([...contact.tags, ...tags], this.world);
		saveContact({ ...contact, tags: all }, this.world);
	}

	removeTags(contactId: string, ...tags: string[]): void {
		const contact = contactOr400(contactId, this.world);
		const left = contact.tags.filter((known) => !tags.some((tag) => sameTag(tag, known)));
		saveContact({ ...contact, tags: left }, this.world);
	}

	/** Stored values of a contact's custom fields, by the name of the field. */
	fields(contactId: string): Record<string, Json> {
		const { customFields } = contactOr400(contactId, this.world);
		const named = Object.entries(customFields).map(([id, value]): [string, Json] => {
			return [this.world.fields.find((field) => field.id === id)?.name ?? id, value];
		});
		return Object.fromEntries(named);
	}

	addField(name: string, dataType: string): CustomField {
		return addField(name, dataType, 'contact', this.world);
	}

	/** The field goes, and with it its value of every contact. */
	removeField(name: string): void {
		const gone = this.world.fields.filter((field) => field.name === name).map(({ id }) => id);
		this.world.fields = this.world.fields.filter(({ id }) => !gone.includes(id));
		for (const contact of this.world.contacts.values()) {
			const left = Object.entries(contact.customFields).filter(([id]) => !gone.includes(id));
			contact.customFields = Object.fromEntries(left);
		}
	}

	addPipeline(name: string, stages: string[]): Pipeline {
		const pipeline = {
			id: this.world.ids.next(),
			name,
			stages: stages.map((stage) => ({ id: uuidFrom(`${name} ${stage}`), name: stage })),
		};
		this.world.pipelines.push(pipeline);
		return pipeline;
	}

	addOpportunity(sent: NewOpportunity): Opportunity {
		const pipeline = this.pipelineNamed(sent.pipeline);
		const stage = pipeline.stages.find(({ name }) => name === (sent.stage ?? name));
		const contact = contactOr400(sent.contactId, this.world);
		const body: JsonObject = {
			contactId: contact.id,
			pipelineId: pipeline.id,
			pipelineStageId: stage?.id,
			name: sent.name ?? fullName(contact),
			status: sent.status ?? 'open',
		};
		const opportunity = newOpportunity(body, this.world);
		saveOpportunity(opportunity, this.world);
		return opportunity;
	}

	moveOpportunity(id: string, stageName: string): void {
		const opportunity = this.world.opportunities.get(id);
		const pipeline = this.world.pipelines.find((p) => p.id === opportunity?.pipelineId);
		const stage = pipeline?.stages.find(({ name }) => name === stageName);
		if (!opportunity || !stage) throw new Error(`Opportunity or stage not found: ${stageName}`);
		const body = { pipelineStageId: stage.id };
		saveOpportunity(withChanges(opportunity, body, this.world), this.world);
	}

	/** Opportunities of a contact with their pipeline and stage in words. */
	opportunities(contactId: string) {
		return [...this.world.opportunities.values()]
			.filter((opportunity) => opportunity.contactId === contactId)
			.map((opportunity) => {
				const pipeline = this.world.pipelines.find(({ id }) => id === opportunity.pipelineId);
				const stage = pipeline?.stages.find(({ id }) => id === opportunity.pipelineStageId);
				const { id, name, status } = opportunity;
				return { id, name, status, pipeline: pipeline?.name ?? '', stage: stage?.name ?? '' };
			});
	}

	private fieldNamed(name: string): CustomField {
		const field = this.world.fields.find((known) => known.name === name);
		if (!field) throw new Error(`There is no custom field ${name}`);
		return field;
	}

	private pipelineNamed(name: string): Pipeline {
		const pipeline = this.world.pipelines.find((known) => known.name === name);
		if (!pipeline) throw new Error(`There is no pipeline ${name}`);
		return pipeline;
	}
}
