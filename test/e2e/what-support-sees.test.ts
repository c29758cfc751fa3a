import { beforeAll, describe, expect, it } from '@jest/globals';

import { seed } from '../../sandbox';
import { waitUntil } from '../../scripts/n8n/wait';
import { editWorkflow, runAndRead, saveManualRuns } from './support/manualRuns';
import type { SyncCase } from '../support/syncCases';
import { addCase, contactOf } from '../support/syncCases';
import { ledgerAndLog, ledgerRow, ledgerRows } from './support/ledger';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const { reportFailures, setUp } = TEMPLATES;
const { failureReports, goLiveList, runByHand, runSetUpByHand } = NODES;
const DAY_MS = 86_400_000;

const surgical = { pipeline: 'Surgical Pipeline', tags: [] };
const unmapped: SyncCase = { type: 'unmapped', status: 'booked', tags: [] };
const doubtful: SyncCase = { type: 'laserHairRemoval', status: 'booked', tags: [] };
const consult: SyncCase = { ...surgical, type: 'surgicalConsult', status: 'booked' };
const preOp: SyncCase = { ...surgical, type: 'preOp', status: 'booked' };
const moved: SyncCase = { ...surgical, type: 'surgicalAppointment', status: 'pending' };
const later: SyncCase = { ...surgical, type: 'rhinoplastyConsult', status: 'booked' };

/**
 * The last table of the troubleshooting guide, row by row: what the operator looks at tells the
 * cause in words, and what to do.
 */
describe('What support sees', () => {
	const testbed = withTestbed({
		seed: 'empty',
		publish: ['01', '02', '03', '04', '05', '06', '07'],
	});
	const location = () => testbed().sandbox.location;
	const practice = () => testbed().sandbox.practice;
	const ids: Record<string, string> = {};
	let refusal = 0;

	const rowOf = async (resource: string) => (await ledgerRow(testbed().n8n, resource)) ?? {};
	/** What Report failures would send, by subject. */
	async function reports(): Promise<Map<string, string>> {
		const { items } = await runAndRead(testbed().n8n, reportFailures, runByHand, failureReports);
		return new Map(items.map(({ subject, text }) => [String(subject), String(text)]));
	}
	const until = async (what: string, check: () => boolean | Promise<boolean>) =>
		await waitUntil(check, {
			for: what,
			within: 200_000,
			otherwise: async () => await ledgerAndLog(testbed().n8n),
		});
	const waits = async (resource: string) => (await rowOf(resource)).outcome === 'waiting';
	const notesOn = (contactId: string) =>
		location()
			.notes(contactId)
			.map(({ body }) => body);
	/** What the sync of appointments says on somebody's contact. */
	const synced = (one: SyncCase) =>
		notesOn(contactOf(testbed().sandbox, one).id).find((body) =>
			body.startsWith('ModMed appointment'),
		);
	const hasNote = (contactId: string, words: string) =>
		notesOn(contactId).some((body) => body.includes(words));

	const staff = { practitionerId: seed.PROVIDERS.surgeon.id, locationId: seed.LOCATIONS.clinic.id };
	const visit = (patientId: string, typeCode: string, days: number) =>
		practice().book({
			...{ patientId, typeCode, ...staff },
			start: new Date(Date.now() + days * DAY_MS),
			status: 'booked',
		}).id;

	/** Somebody in the CRM, with everything that a patient in ModMed needs. */
	const lead = (firstName: string, given: object = {}) =>
		location().addContact({
			firstName,
			lastName: 'Leadly',
			email: `${firstName.toLowerCase()}.leadly@example.com`,
			phone: `+1561555${1000 + firstName.charCodeAt(0)}`,
			dateOfBirth: '1991-03-14',
			gender: 'female',
			...given,
		});

	beforeAll(async () => {
		const { sandbox, n8n } = testbed();
		await editWorkflow(n8n, reportFailures, saveManualRuns);
		sandbox.practice.addAppointmentType('1999', 'Botox Consultt');
		for (const one of [unmapped, doubtful, consult, preOp, moved])
			ids[one.type] = addCase(sandbox, one);
		location().updateContact(contactOf(sandbox, doubtful).id, { dateOfBirth: '1950-01-01' });

		const stranger = { firstName: 'Nobody', lastName: 'Reachable', birthDate: '1980-01-01' };
		ids.stranger = practice().addPatient(stranger).id;
		ids.unreachable = visit(ids.stranger, '1954', 2);
		const slip = practice().addPatient({ ...stranger, firstName: 'Lia', email: 'lia@example.com' });
		ids.newType = visit(slip.id, '1999', 2);

		// Moved to another day by a new booking, before the old one is cancelled.
		const patient = practice()
			.patients()
			.find(({ telecom }) => JSON.stringify(telecom).includes('surgicalappointment'));
		visit(String(patient?.id), seed.TYPES.surgicalAppointment.code, 9);
		sandbox.clock.advance(2_000);
		practice().setStatus(ids[moved.type] ?? '', 'cancelled');

		ids.incomplete = lead('Berta', { gender: undefined, phone: undefined }).id;
		const known = lead('Doris');
		ids.known = known.id;
		practice().addPatient({
			...{ firstName: 'Doris', lastName: 'Leadly', birthDate: '1991-03-14', gender: 'female' },
			email: 'doris.leadly@example.com',
		});
		for (const id of [ids.incomplete, ids.known]) location().addTags(id, 'ModMed Create');

		const birthday = { 'ModMed Birthday': '1985-07-21' };
		for (const [name, fields] of Object.entries({ Nina: birthday, Vera: {}, Rita: birthday })) {
			ids[name] = lead(name, { dateOfBirth: undefined, fields }).id;
		}
		refusal = sandbox.faults.add({
			service: 'crm',
			method: 'PUT',
			path: `/contacts/${ids.Rita}`,
			times: 0,
			action: { kind: 'status', status: 422, body: { message: ['dateOfBirth must be a date'] } },
		});
		for (const name of ['Vera', 'Rita']) {
			location().updateContact(ids[name] ?? '', { fields: { 'Last Visit Date': '2026-02-03' } });
		}

		await until('what cannot be synced', async () => {
			const rows = [unmapped.type, doubtful.type, 'unreachable', 'newType'].map(
				(name) => ids[name],
			);
			const all = await Promise.all(rows.map(async (id) => await waits(`Appointment/${id}`)));
			return all.every(Boolean);
		});
		await until('the notes', () => {
			const contacts = [consult, preOp].map(synced);
			const rescheduled = hasNote(contactOf(sandbox, moved).id, 'Status: Cancelled');
			const isTagged = (id: string) => location().contact(id)?.tags.includes('modmed create');
			const created = ![ids.incomplete, ids.known].some((id) => isTagged(id ?? ''));
			return contacts.every((note) => note !== undefined) && rescheduled && created;
		});
		await until(
			'the birthday that cannot be copied',
			async () => await waits(`Birthday/${ids.Rita}`),
		);
	}, 420_000);

	it('no note, one patient: the reason, the ID and the contacts it is about', async () => {
		const contact = contactOf(testbed().sandbox, doubtful).id;
		const patient = practice()
			.patients()
			.find(({ telecom }) => JSON.stringify(telecom).includes('laserhairremoval'));
		expect((await rowOf(`Appointment/${ids[doubtful.type]}`)).reason).toBe(
			`Not matched to a contact: the contact with this email or phone has another birth date. Contacts: ${contact}. ` +
				`Enter the ModMed Patient ID ${patient?.id} on the right one.`,
		);
		expect((await rowOf(`Appointment/${ids.unreachable}`)).reason).toMatch(
			new RegExp(
				`no email and no usable phone.*Add one in ModMed.*ModMed Patient ID ${ids.stranger}`,
			),
		);
	});

	it('new appointment type: its exact name, the nearest known ones, and where to add it', async () => {
		const words = await reports();
		expect(words.get(`ModMed appointment ${ids.newType} waits`)).toMatch(
			/^The type is not listed in the Category Mapper's 'Appointment Types'\. Add it there, spelled as in ModMed, with its category: Catch up syncs the waiting appointments\. Appointment type: "Botox Consultt"\. Nearest known types: Botox Consult\b/,
		);
		const { name } = seed.TYPES.unmapped;
		expect(words.get(`ModMed appointment ${ids[unmapped.type]} waits`)).toContain(`"${name}"`);
	}, 180_000);

	it('wrong pipeline stage: the category, and what the sync did or did not do about it', () => {
		expect(synced(consult)).toMatch(
			/Category: Surgical Consult[^]*Pipeline: Moves from New Lead to Consult Booked in Surgical Pipeline\./,
		);
		expect(synced(preOp)).toMatch(
			/Category: Pre-Op[^]*Pipeline: Pre-Op appointments never move the pipeline\./,
		);
	});

	it('moved backward after a reschedule: why the cancellation moved nothing', () => {
		const { id } = contactOf(testbed().sandbox, moved);
		const [cancelled] = notesOn(id).filter((body) => body.includes('Status: Cancelled'));
		expect(cancelled).toMatch(
			/Pipeline: Nothing moves in Surgical Pipeline: the patient has booked again \(Rhinoplasty Surgery, Confirmed, \d{4}-\d{2}-\d{2}\)\./,
		);
		expect(location().opportunities(id)).toMatchObject([{ stage: 'Surgery Scheduled' }]);
	});

	it('patient creation: what is missing, and what to do', () => {
		expect(notesOn(ids.incomplete ?? '')).toEqual([
			expect.stringMatching(
				/^Not created in ModMed: Phone and Gender are missing\. The tag ModMed Create was removed\. Once this is settled, add it again\./,
			),
		]);
	});

	it('patient exists: that, and which one it is', () => {
		const patient = practice()
			.patients()
			.find(({ name }) => JSON.stringify(name).includes('Doris'));
		expect(notesOn(ids.known ?? '').join('\n')).toContain(
			`ModMed already has this patient (patient ID ${patient?.id}); nothing was created.`,
		);
	});

	it('birthday: which of the two is missing on the contact, or why it could not be copied', async () => {
		const { birthday, visit: last } = { birthday: 'ModMed Birthday', visit: 'Last Visit Date' };
		const nina = location().fields(ids.Nina ?? '');
		expect([nina[birthday], nina[last] ?? '']).toEqual(['1985-07-21', '']);
		const vera = location().fields(ids.Vera ?? '');
		expect([vera[birthday] ?? '', vera[last]]).toEqual(['', '2026-02-03']);
		expect((await rowOf(`Birthday/${ids.Rita}`)).reason).toBe(
			`The CRM did not accept 'dateOfBirth' of the contact ${ids.Rita} (HTTP 422). Correct it at its source, in ModMed or on the contact.`,
		);
		// The next visit tries again, and nothing is left in the ledger once it has worked.
		testbed().sandbox.faults.remove(refusal);
		location().updateContact(ids.Rita ?? '', { fields: { 'Last Visit Date': '2026-02-04' } });
		const isCopied = () => location().contact(ids.Rita ?? '')?.dateOfBirth === '1985-07-21';
		await until('the birthday', isCopied);
		await until('nothing to wait', async () => !(await waits(`Birthday/${ids.Rita}`)));
	}, 420_000);

	it('lifetime value: what it is made of, and that surgical practices leave it off', async () => {
		const contact = contactOf(testbed().sandbox, consult).id;
		const patientId = String(location().fields(contact)['ModMed Patient ID']);
		practice().setStatus(ids[consult.type] ?? '', 'fulfilled');
		practice().addCharge({ patientId, amount: 120.5, description: 'Botox' });
		await until('the charge', () => hasNote(contact, 'ModMed charge: new'));
		expect(notesOn(contact).join('\n')).toMatch(
			/Patient Lifetime Value: 120\.50 \S+ from 1 charge, without credits, payment plans and adjustments/,
		);
		const { nodes } = await testbed().n8n.api.workflow('modmedSyncCharg1');
		expect(JSON.stringify(nodes)).toContain('Not recommended for plastic surgery');
	}, 230_000);

	it('no note, many patients: which workflow fails, and the permission, token or outage by name', async () => {
		const { sandbox } = testbed();
		const failing = async (words: RegExp) =>
			(await ledgerRows(testbed().n8n)).some(
				({ resource, reason }) =>
					String(resource) === 'Workflow/Sync ModMed appointments to Aesthetix CRM' &&
					words.test(String(reason)),
			);
		sandbox.modMed.access.revoke('appmt_s');
		await until(
			'the permission',
			async () =>
				await failing(
					/^ModMed does not allow this login to search Appointment\. Ask ModMed to grant the permission Appointment SEARCH/,
				),
		);
		sandbox.modMed.access.grant('appmt_s');

		sandbox.crm.settings.tokenActive = false;
		ids[later.type] = addCase(sandbox, later);
		await until('the token', async () => await waits(`Appointment/${ids[later.type]}`));
		expect((await rowOf(`Appointment/${ids[later.type]}`)).reason).toMatch(
			/^The CRM did not accept the token\. Create a new token in the CRM under Settings > Private Integrations/,
		);
		sandbox.crm.settings.tokenActive = true;

		const down = { kind: 'status', status: 503 } as const;
		sandbox.faults.add({ service: 'modmed', times: 0, action: down });
		await until(
			'the outage',
			async () => await failing(/^ModMed is unavailable at the moment\. No action needed/),
		);
		sandbox.faults.clear();
		const words = await reports();
		expect([...words.keys()]).toContain(
			'A workflow fails: Sync ModMed appointments to Aesthetix CRM',
		);
	}, 420_000);

	it('not connected at all: the set-up names the key and the token', async () => {
		const { sandbox, n8n } = testbed();
		await editWorkflow(n8n, setUp, saveManualRuns);
		sandbox.modMed.access.apiKeyActive = false;
		sandbox.crm.settings.tokenActive = false;
		const { items } = await runAndRead(n8n, setUp, runSetUpByHand, goLiveList);
		const blocking = items
			.filter(({ state }) => state === 'blocks')
			.map(({ what, todo }) => `${String(what)}: ${String(todo)}`);
		expect(blocking).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/'API Key'/),
				expect.stringMatching(/^The CRM did not accept the token: Create a new token/),
				expect.stringMatching(/^Not ready/),
			]),
		);
		sandbox.modMed.access.apiKeyActive = true;
		sandbox.crm.settings.tokenActive = true;
	}, 180_000);
});
