import { fullName } from '../../../sandbox/crm/contactViews';
import type { World } from './World';

export interface ContactState {
	email?: string;
	phone?: string;
	dateOfBirth?: string;
	gender?: string;
	tags: string[];
	fields: Record<string, unknown>;
	notes: string[];
	stages: string[];
}

export interface EndState {
	contacts: Record<string, ContactState>;
	patients: number;
	/** What waits, by resource, with its reason. */
	waiting: Record<string, string>;
}

/** Everything people see of it in the CRM, and what they are told. */
export function endState({ sandbox, ledger }: World): EndState {
	const { location, practice } = sandbox;
	const contacts = location.contacts().map((contact): [string, ContactState] => {
		const { id, email, phone, dateOfBirth, gender, tags } = contact;
		const fields = Object.entries(location.fields(id)).sort(([a], [b]) => a.localeCompare(b));
		return [
			fullName(contact),
			{
				email,
				phone,
				dateOfBirth,
				gender,
				tags: [...tags].sort(),
				fields: Object.fromEntries(fields),
				notes: location.notes(id).map(({ body }) => withoutIds(body)),
				stages: location.opportunities(id).map(({ pipeline, stage }) => `${pipeline}: ${stage}`),
			},
		];
	});
	const waiting = ledger.rows.filter(({ outcome }) => outcome !== 'synced');
	return {
		contacts: Object.fromEntries(contacts.sort(([a], [b]) => a.localeCompare(b))),
		patients: practice.patients().length,
		waiting: Object.fromEntries(waiting.map(({ resource, reason }) => [resource, reason])),
	};
}

/** IDs count up with whatever is made, and the key of a tag holds the time at which it was seen. */
function withoutIds(note: string): string {
	return note
		.replace(/(Ref: Contact\/)[^\s<]+/, '$1…')
		.replace(/(Ref: (?:Appointment|ChargeItem)\/)[^#]+/, '$1…');
}
