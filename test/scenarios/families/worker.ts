import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import { credentialOf } from '../../nodes/AesthetixCrm/support/crmSandbox';
import { newExecution } from '../../nodes/AesthetixCrm/support/runCrm';
import type { RunCrm } from '../../nodes/AesthetixCrm/support/workers';
import type { FamilyEvent } from './histories';

const json = (name: string) => `={{ $json.${name} }}`;

/** The steps of a sync, as the templates configure them. Each is done for all items before the next. */
const FIND: INodeParameters = {
	resource: 'contact',
	operation: 'find',
	...Object.fromEntries(
		['modMedPatientId', 'email', 'phone', 'firstName', 'lastName', 'birthDate'].map((name) => [
			name,
			json(name),
		]),
	),
	whenNotFound: 'create',
};
const WRITES: INodeParameters[] = [
	{ resource: 'note', operation: 'add', body: 'Booked', eventKey: json('eventKey') },
	{
		resource: 'field',
		operation: 'set',
		specify: 'object',
		fieldsObject: '={{ { "ModMed Patient ID": $json.modMedPatientId } }}',
	},
	{
		resource: 'tag',
		operation: 'add',
		tags: { __rl: true, mode: 'name', value: json('tag') },
		createMissing: true,
	},
].map((write) => ({
	...write,
	contactId: json('contactId'),
	modMedPatientId: json('modMedPatientId'),
}));

/** What came of an event: the contact it was written to, or why it waits. */
export interface Outcome {
	event: FamilyEvent;
	contactId: string;
	error: string;
}

/** Syncs the events of a wave in one execution. What fails at a step does not go on. */
export async function syncWave(
	run: RunCrm,
	sandbox: Sandbox,
	events: FamilyEvent[],
	lookFirst: boolean,
): Promise<Outcome[]> {
	const executionId = newExecution();
	const options = { credential: credentialOf(sandbox), executionId, continueOnFail: true };
	const outcomes = events.map((event) => ({ event, contactId: '', error: '' }));
	for (const parameters of [FIND, ...WRITES]) {
		const going = outcomes.filter(({ error }) => error === '');
		const items = going.map(({ event, contactId }): IDataObject => ({ ...event, contactId }));
		if (items.length === 0) break;
		const output = await run({ ...parameters, lookFirst }, { ...options, items });
		for (const { json: said, pairedItem } of output) {
			const outcome = going[(pairedItem as { item: number }).item]!;
			if (said.error === undefined) outcome.contactId = String(said.contactId);
			else outcome.error = String(said.error);
		}
	}
	return outcomes;
}
