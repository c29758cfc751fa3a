import { matchContact } from '../../../domain/patient/contactMatch';
import type { StoredNote } from '../../../domain/crm/noteMarker';
import { notesOf, withMarker } from '../../../domain/crm/noteMarker';
import { planMove } from '../../../domain/sync/opportunityMove';
import type { SyncPlan } from '../../../domain/sync/syncPlan';
import { NON_SURGICAL, SURGICAL } from './oracle';
import type { Patient } from './practice';

export const NEW_LEAD = 'New Lead';

const STAGES: Record<string, string[]> = {
	[SURGICAL]: [
		NEW_LEAD,
		'Consult Booked',
		'Consult Complete',
		'Surgery Scheduled',
		'Surgery Complete',
		'Cancelled / No-Show',
	],
	[NON_SURGICAL]: [NEW_LEAD, 'Booked', 'Patient', 'Cancelled / No-Show'],
};

export interface Contact {
	id: string;
	firstName: string;
	lastName: string;
	email: string;
	birthDate: string;
	notes: StoredNote[];
	fields: Record<string, string>;
	tags: Set<string>;
	/** The stage of the opportunity in each pipeline that has one. */
	stages: Map<string, string>;
}

/** What people know a contact by before the sync has ever seen it. */
export type KnownContact = Pick<Contact, 'firstName' | 'lastName' | 'email' | 'birthDate'> & {
	modMedPatientId: string;
	/** Where it has an opportunity, at New Lead. */
	pipelines: string[];
};

/** A CRM that takes writes one at a time, and no second contact with an email. */
export class Crm {
	readonly contacts: Contact[];

	private noteCount = 0;

	constructor(known: readonly KnownContact[]) {
		this.contacts = known.map(({ modMedPatientId, pipelines, ...person }, index) => ({
			...empty(`known-${index}`, person),
			fields: carrying(modMedPatientId),
			stages: new Map(pipelines.map((pipeline) => [pipeline, NEW_LEAD])),
		}));
	}

	/** The patient's contact by the identity rule, or undefined where the event is set aside. */
	contactOf(patient: Patient): Contact | undefined {
		const byEmail = this.contacts.find(({ email }) => email === patient.email);
		const decision = matchContact(
			{ ...patient, modMedPatientId: patient.id },
			{
				byPatientId: this.contacts.map(asCandidate),
				...(byEmail && { byEmail: asCandidate(byEmail) }),
			},
		);
		if (decision.is === 'match') return this.contacts.find(({ id }) => id === decision.contactId);
		if (decision.is === 'doubt' || byEmail) return undefined;

		const { firstName, lastName, email } = patient;
		const made = empty(`made-${patient.id}`, { firstName, lastName, email, birthDate: '' });
		made.fields = carrying(patient.id);
		this.contacts.push(made);
		return made;
	}

	/** The writes a plan comes to, in their order, each to be done or not. */
	writesOf(contact: Contact, plan: SyncPlan, eventKey: string, lookFirst: boolean) {
		const writes: Array<() => void> = [
			() => this.note(contact, plan.note, eventKey, lookFirst),
			() => Object.assign(contact.fields, changesOf(contact, plan.fields)),
			...plan.tags.add.map((tag) => () => void contact.tags.add(tag)),
			...plan.tags.remove.map((tag) => () => void contact.tags.delete(tag)),
			() => move(contact, plan),
		];
		return writes;
	}

	private note(contact: Contact, text: string, eventKey: string, lookFirst: boolean): void {
		if (lookFirst && notesOf(contact.notes, eventKey).length > 0) return;
		this.noteCount += 1;
		const dateAdded = new Date(this.noteCount).toISOString();
		const body = withMarker(text, eventKey);
		contact.notes.push({ id: `note-${this.noteCount}`, body, dateAdded });
	}
}

function carrying(modMedPatientId: string): Record<string, string> {
	return modMedPatientId === '' ? {} : { 'ModMed Patient ID': modMedPatientId };
}

function empty(
	id: string,
	person: Pick<Contact, 'firstName' | 'lastName' | 'email' | 'birthDate'>,
): Contact {
	return { id, ...person, notes: [], fields: {}, tags: new Set(), stages: new Map() };
}

function asCandidate({ id, fields, birthDate, ...person }: Contact) {
	return {
		contactId: id,
		modMedPatientId: fields['ModMed Patient ID'] ?? '',
		...person,
		birthDates: birthDate ? [birthDate] : [],
	};
}

/** Last Visit Date alone never goes back. */
function changesOf(contact: Contact, fields: SyncPlan['fields']): Record<string, string> {
	const last = 'Last Visit Date';
	const entries = Object.entries(fields)
		.map(([name, value]) => [name, value ?? ''] as const)
		.filter(([name, value]) => name !== last || value > (contact.fields[last] ?? ''));
	return Object.fromEntries(entries);
}

function move(contact: Contact, plan: SyncPlan): void {
	const { pipeline = '', stage = '' } = plan;
	const current = contact.stages.get(pipeline);
	if (current === undefined || stage === '') return;
	const named = (name: string) => ({ id: name, name });
	const { willMove } = planMove(
		[{ id: 'one', stageId: current, status: 'open' }],
		{ ...named(pipeline), stages: (STAGES[pipeline] ?? []).map(named) },
		named(stage),
		plan.moves ? undefined : { backOnlyFrom: plan.backOnlyFrom ?? [], otherwise: plan.reason },
	);
	if (willMove) contact.stages.set(pipeline, stage);
}
