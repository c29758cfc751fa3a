import type { IDataObject } from 'n8n-workflow';

import { seed, type Sandbox } from '../../sandbox';
import type { Step } from './day';

/** A patient's contact as staff see it in the CRM. */
export interface ContactView {
	notes: string[];
	tags: string[];
	fields: Record<string, string>;
	stages: string[];
}

export function viewContact({ location }: Sandbox, patient: Step['patient']): ContactView {
	const { firstName, lastName } = seed.PATIENTS[patient];
	const { id, tags } = location.contactNamed(`${firstName} ${lastName}`);
	const fields = Object.entries(location.fields(id)).map(([name, value]) => [name, String(value)]);
	return {
		notes: location.notes(id).map(({ body }) => body),
		tags: [...tags],
		fields: Object.fromEntries(fields),
		stages: location.opportunities(id).map(({ stage }) => stage),
	};
}

/** How the contact still differs from what the step expects; undefined once it is synced. */
export function differenceFrom(
	step: Step,
	now: ContactView,
	notesBefore: number,
	ledger: IDataObject[],
): string | undefined {
	const { expected } = step;
	if (!expected) {
		if (now.notes.length > notesBefore) return 'got an unexpected note';
		return waitingReason(ledger) === undefined ? 'is not in the ledger' : undefined;
	}
	if (now.notes.length <= notesBefore) return 'has no new note yet';
	const shown: Array<[string, string | undefined, string]> = [
		['ModMed Appt Status', now.fields['ModMed Appt Status'], expected.status],
		['Appointment Category', now.fields['Appointment Category'], expected.category],
		['stage', now.stages.join(' + '), expected.stages.join(' + ')],
	];
	return (
		shown
			.filter(([, actual, wanted]) => actual !== wanted)
			.map(([what, actual, wanted]) => `${what} is "${actual ?? ''}" instead of "${wanted}"`)
			.join('; ') || undefined
	);
}

/** Why the event whose type is not on the sheet waits; undefined if it is not waiting. */
export function waitingReason(ledger: IDataObject[]): string | undefined {
	const row = ledger.find(({ appointmentType }) => appointmentType === seed.TYPES.unmapped.name);
	return row && `Waits: ${String(row.reason)}`;
}
