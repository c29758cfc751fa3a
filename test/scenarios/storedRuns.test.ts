import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { appointmentKey } from '../../domain/appointment/appointment';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import { CANARIES, canaryAppointment, canaryPatient } from '../e2e/support/canaries';
import { LeakSearch } from '../e2e/support/leakSearch';
import { readTemplate, runTemplate, type TemplateJson } from '../support/runTemplate';

const TAG = 'modmed create';
const search = new LeakSearch(CANARIES);
const stop = { kind: 'status', status: 503 } as const;

let sandbox: Sandbox;
let patientId: string;
let contactId: string;

beforeEach(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
	patientId = sandbox.practice.addPatient(canaryPatient('A')).id;
	const { birthDate: dateOfBirth, ...lead } = canaryPatient('B');
	contactId = sandbox.location.addContact({ ...lead, dateOfBirth, tags: [TAG] } as typeof lead).id;
});
afterEach(async () => await sandbox.stop());

const withSheet = (template: TemplateJson): TemplateJson => ({
	...template,
	nodes: template.nodes.map((node) =>
		node.type.endsWith('.categoryMapper')
			? { ...node, parameters: { ...node.parameters, mappings: { mapping: practiceSheet() } } }
			: node,
	) as INode[],
});

const event = (type: string, id: string, given: IDataObject = {}): IDataObject => ({
	key: `${type}/${id}#0123456789ab`,
	resourceType: type,
	id,
	lastUpdated: new Date().toISOString(),
	reasons: ['new'],
	lookFirst: true,
	attempt: 1,
	...given,
});

/** Each template with an event of its own, and the request whose failure ends it half-way. */
const templates: Array<[string, () => IDataObject, Omit<Fault, 'action'>]> = [
	[
		'01-sync-appointments.json',
		() => {
			const appointment = readAppointment(sandbox.practice.book(canaryAppointment(patientId)));
			const { id = '', lastUpdated } = appointment ?? {};
			const key = appointment && appointmentKey(appointment);
			return event('Appointment', id, { key, lastUpdated });
		},
		{ service: 'crm', method: 'POST', path: '/contacts/*/notes' },
	],
	[
		'02-sync-patients.json',
		() => event('Patient', patientId),
		{ service: 'crm', method: 'POST', path: '/contacts/*/notes' },
	],
	[
		'03-sync-charges.json',
		() => {
			const description = CANARIES.charge;
			const { id } = sandbox.practice.addCharge({ patientId, amount: 12.5, description });
			return event('ChargeItem', id);
		},
		{ service: 'crm', method: 'POST', path: '/contacts/*/notes' },
	],
	[
		'04-create-patient.json',
		() => event('Contact', contactId, { key: `Contact/${contactId}#tag:0123456789ab.abc` }),
		{ service: 'crm', method: 'POST', path: '/contacts/*/notes' },
	],
	[
		'05-copy-birthday.json',
		() => event('Contact', contactId),
		{ service: 'crm', method: 'PUT', path: '/contacts/*' },
	],
];

describe.each(templates)('What n8n could store of a run of %s', (file, eventOf, request) => {
	const template = withSheet(readTemplate(file));

	it('holds no patient when it succeeds, and what was read was there for the nodes', async () => {
		const run = await runTemplate(template, { sandbox, items: [eventOf()] });
		expect(run.error).toBeUndefined();
		expect(search.inBytes(Buffer.from(run.stored), 'run')).toEqual([]);
	});

	it('holds no patient when it fails', async () => {
		sandbox.faults.add({ ...request, times: 0, action: stop });
		const run = await runTemplate(template, { sandbox, items: [eventOf()] });
		expect(search.inBytes(Buffer.from(run.stored), 'run')).toEqual([]);
	});

	it('holds everything where the workflow saves its runs', async () => {
		const { saveDataErrorExecution: _, ...settings } = template.settings;
		const run = await runTemplate({ ...template, settings }, { sandbox, items: [eventOf()] });
		expect(search.inBytes(Buffer.from(run.stored), 'run')).not.toEqual([]);
	});
});
