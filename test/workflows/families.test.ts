import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { appointmentKey } from '../../domain/appointment/appointment';
import { readAppointment } from '../../domain/appointment/readAppointment';
import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { seed, startSandbox, type Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import { readTemplate, runTemplate } from '../support/runTemplate';

const PHONE = '5615550177';
const LEADS: Array<[string, IDataObject]> = [
	['no name', {}],
	['a dot for a name', { firstName: '.' }],
	['the surname only', { lastName: 'Alvarez' }],
];

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => {
	sandbox.reset();
	resetProcessMemory();
});
afterAll(async () => await sandbox.stop());

function addFamily(lead: IDataObject) {
	const { id: leadId } = sandbox.location.addContact({ phone: `+1${PHONE}`, ...lead });
	const add = (firstName: string, birthDate: string) =>
		sandbox.practice.addPatient({ firstName, lastName: 'Alvarez', phone: PHONE, birthDate });
	const mother = add('Maria', '1980-02-02');
	const child = add('Emma', '2012-03-03');
	return { leadId, mother, child };
}

/** What is on the lead, by whom it is about. */
function onLead(leadId: string) {
	const notes = sandbox.location.notes(leadId).map(({ body }) => body);
	return {
		patientId: sandbox.location.fields(leadId)['ModMed Patient ID'],
		notes: notes.length,
		claims: notes.filter((note) => note.includes('ContactClaim/')).length,
	};
}

describe('mother and child in one wave, and a lead at their phone', () => {
	const sync = readTemplate('01-sync-appointments.json');
	const withSheet = {
		...sync,
		nodes: sync.nodes.map((node) =>
			node.type.endsWith('.categoryMapper')
				? { ...node, parameters: { ...node.parameters, mappings: { mapping: practiceSheet() } } }
				: node,
		) as INode[],
	};

	function bookingOf(patientId: string, lookFirst: boolean): IDataObject {
		const resource = sandbox.practice.book({
			patientId,
			typeCode: seed.TYPES.nonSurgicalAppointment.code,
			practitionerId: seed.PROVIDERS.injector.id,
			locationId: seed.LOCATIONS.medSpa.id,
			start: new Date(Date.now() + 86_400_000),
			status: 'booked',
		});
		const appointment = readAppointment(resource)!;
		return {
			event: 'appointmentChanged',
			key: appointmentKey(appointment),
			resourceType: 'Appointment',
			id: appointment.id,
			lastUpdated: appointment.lastUpdated,
			reasons: ['new'],
			lookFirst,
			attempt: 1,
		};
	}

	const cases = LEADS.flatMap(([what, lead]) =>
		[false, true].map((lookFirst) => ({ what, lead, lookFirst })),
	);

	it.each(cases)(
		'with $what: template 01 syncs one, the other waits (look first: $lookFirst)',
		async ({ lead, lookFirst }) => {
			const { leadId, mother, child } = addFamily(lead);
			const items = [mother, child].map(({ id }) => bookingOf(String(id), lookFirst));
			const run = await runTemplate(withSheet, { sandbox, items });
			const rows = run.items('Write to the ledger').filter(({ outcome }) => outcome === 'waiting');
			expect(rows).toHaveLength(1);
			expect(onLead(leadId)).toEqual({
				patientId: expect.stringMatching(`^(${String(mother.id)}|${String(child.id)})$`),
				notes: 1,
				claims: 0,
			});
		},
	);

	it.each(LEADS)('with %s: template 02 syncs one, the other waits', async (_, lead) => {
		const { leadId, mother, child } = addFamily(lead);
		const items = [mother, child].map(({ id }) => ({
			event: 'patientChanged',
			key: `Patient/${String(id)}#abcabcabcabc`,
			resourceType: 'Patient',
			id: String(id),
			lastUpdated: new Date().toISOString(),
			reasons: ['new'],
			lookFirst: false,
			attempt: 1,
		}));
		const run = await runTemplate(readTemplate('02-sync-patients.json'), { sandbox, items });
		const rows = run.items('Write to the ledger').filter(({ outcome }) => outcome === 'waiting');
		expect(rows).toHaveLength(1);
		expect(onLead(leadId)).toMatchObject({ notes: 1, claims: 0 });
		const contact = sandbox.location.contact(leadId);
		const winner = onLead(leadId).patientId === String(mother.id) ? 'Maria' : 'Emma';
		expect(contact).toMatchObject({ firstName: winner });
	});
});
