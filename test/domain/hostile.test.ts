import { describe, expect, it } from '@jest/globals';

import type { Category } from '../../domain/vocabulary';
import { chargeKey } from '../../domain/charge/charge';
import { appointmentKey } from '../../domain/appointment/appointment';
import { lifetimeValue } from '../../domain/charge/lifetimeValue';
import { markerOf, withMarker } from '../../domain/crm/noteMarker';
import { noteText } from '../../domain/sync/noteText';
import { rejectedAttributes } from '../../domain/patient/patientAttributes';
import { patientKey } from '../../domain/patient/patient';
import { plainLine, plainNote } from '../../domain/text/plainText';
import { readAppointment, readAppointmentDetails } from '../../domain/appointment/readAppointment';
import { readCharge } from '../../domain/charge/readCharge';
import { readConcepts } from '../../domain/fhir/valueSet';
import { isResourceId } from '../../domain/fhir/reference';
import { planSync } from '../../domain/sync/syncPlan';
import type { CrmContact } from '../../nodes/AesthetixCrm/resources/contact/contact';
import {
	describeContact,
	readContact,
	toCandidate,
} from '../../nodes/AesthetixCrm/resources/contact/contact';
import type { CrmClient } from '../../nodes/AesthetixCrm/transport/client';
import { readFields } from '../../nodes/AesthetixCrm/resources/field/customFields';
import { isRecord } from '../../domain/coerce';
import { CachedValue } from '../../nodes/shared/http/cachedValue';
import { listNotes } from '../../nodes/AesthetixCrm/resources/notes';
import { searchOpportunities } from '../../nodes/AesthetixCrm/resources/opportunities';
import { refusalOf, refusedProperties } from '../../nodes/AesthetixCrm/transport/refusal';
import { patientRecord } from '../../nodes/ModMed/resources/patientDetails';
import { answerError } from '../../nodes/ModMed/transport/apiError';
import { readPages } from '../../nodes/ModMed/transport/pages';
import { eventReaders } from '../../nodes/ModMed/trigger/events';
import { unreadableKey } from '../../nodes/ModMed/trigger/report';
import { randomNumbers, mutated, ODD_IDS, ODD_TEXTS } from '../support/hostileData';
import { bundle, FHIR, fhirAppointment } from '../support/practice';
import { nodeOf } from '../support/runNode';

/** More of them, or others, where somebody looks for more: `HOSTILE=200000 HOSTILE_SEED=7`. */
const EACH = Number(process.env.HOSTILE ?? 2_000);
const SEED = Number(process.env.HOSTILE_SEED ?? 20_260_310);
/** Far more than any should take, and far less than a pattern that runs away. */
const LONGEST_MS = 2_000;

const PATIENT = {
	resourceType: 'Patient',
	id: '385871',
	meta: { lastUpdated: '2026-03-10T12:00:00.000+00:00' },
	name: [{ use: 'official', family: 'Invented', given: ['Ida', 'Q'] }],
	telecom: [
		{ system: 'phone', value: '(561) 555-0100', use: 'mobile', rank: 1 },
		{ system: 'email', value: 'ida.invented@example.com' },
	],
	gender: 'female',
	birthDate: '1990-05-17',
	address: [{ line: ['1 Nowhere'], city: 'Tampa', state: 'FL', postalCode: '33601' }],
};
const line = (cost: unknown) => ({
	url: 'financialTransactionDetail',
	extension: [
		{ url: 'description', valueString: 'Botox' },
		{ url: 'quantity', valueInteger: 2 },
		{ url: 'unitCost', valueMoney: { value: cost, currency: 'USD' } },
		{ url: 'postingDate', valueDateTime: '2026-03-10' },
	],
});
const CHARGE = {
	resourceType: 'ChargeItem',
	id: '5500',
	status: 'billable',
	subject: { reference: `${FHIR}/Patient/385871` },
	context: { reference: `${FHIR}/Encounter/77` },
	occurrenceDateTime: '2026-03-10T12:00:00Z',
	extension: [
		{
			url: 'financialTransaction',
			extension: [
				{ url: 'transactionStatus', valueString: 'Charged' },
				{ url: 'totalCost', valueMoney: { value: 1083.63, currency: 'USD' } },
				line(541.81),
				line('$1.00'),
			],
		},
	],
};
const TYPES = {
	resourceType: 'ValueSet',
	id: 'appointment-type',
	expansion: { contains: [{ code: '1', display: 'Consult' }] },
	compose: { include: [{ concept: [{ code: '2', display: 'Follow-up' }] }] },
};
const CONTACT = {
	id: 'aBcDeFgHiJkLmNoPqRsT',
	firstName: 'Ida',
	lastName: 'Invented',
	email: 'ida.invented@example.com',
	phone: '+15615550100',
	dateOfBirth: '1990-05-17T00:00:00.000Z',
	tags: ['modmed create'],
	customFields: [
		{ id: 'f1', value: '385871' },
		{ id: 'f2', value: 1_772_236_800_000 },
	],
};
const FIELDS = {
	customFields: [
		{ id: 'f1', name: 'ModMed Patient ID', fieldKey: 'contact.id', dataType: 'TEXT' },
		{ id: 'f2', name: 'ModMed Birthday', fieldKey: 'contact.birthday', dataType: 'DATE' },
	],
};
const OPPORTUNITIES = {
	opportunities: [
		{ id: 'o1', contactId: 'c1', pipelineId: 'p1', pipelineStageId: 's1', status: 'open' },
	],
};
const NOTES = {
	notes: [{ id: 'n1', body: 'One\nRef: Appointment/1#abc', dateAdded: '2026-03-10' }],
};
const OUTCOME = {
	resourceType: 'OperationOutcome',
	issue: [
		{ severity: 'error', code: 'invalid', diagnostics: 'email', expression: ['Patient.email'] },
	],
};
const REFUSAL = { statusCode: 422, message: ['email must be an email'], meta: { contactId: 'c1' } };

const NODE = nodeOf('ModMed', 'modMed', {});
const clock = { zone: 'America/New_York', now: '2026-03-10T12:00:00.000Z' };

/** What is there, as far as the tests below look into it. */
const texts = (value: object) => Object.values(value).filter((one) => typeof one === 'string');

/** What a note may hold, whoever shows it. */
function expectInert(note: string, key: string): void {
	expect(note).not.toMatch(/[<>]|\{\{|\}\}|[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
	expect(note.isWellFormed()).toBe(true);
	expect(note.length).toBeLessThanOrEqual(5_000);
	expect(markerOf(note)).toBe(key);
	expect(note.match(/^\s*Ref:/gim)).toHaveLength(1);
}

const crmThatAnswers = (body: unknown) =>
	({
		location: { locationId: 'here', fields: new CachedValue() },
		executionId: '',
		request: async () => (isRecord(body) ? body : {}),
	}) as unknown as CrmClient;

interface Reader {
	of: string;
	good: unknown;
	read: (hostile: unknown) => unknown;
}

const READERS: Reader[] = [
	{ of: 'appointments', good: fhirAppointment({ id: '204865' }), read: checkAppointment },
	{ of: 'patients', good: PATIENT, read: checkPatient },
	{ of: 'charges', good: CHARGE, read: checkCharge },
	{
		of: 'appointment types',
		good: TYPES,
		read: (hostile) =>
			readConcepts(hostile).forEach(({ name }) => expect(name).toBe(plainLine(name))),
	},
	{ of: 'pages', good: bundle([PATIENT, CHARGE], `${FHIR}/Patient?page=2`), read: checkPages },
	{ of: 'contacts', good: CONTACT, read: checkContact },
	{
		of: 'fields',
		good: FIELDS,
		read: async (hostile) =>
			(await readFields(crmThatAnswers(hostile))).forEach((field) =>
				expect(texts(field)).toHaveLength(4),
			),
	},
	{
		of: 'opportunities',
		good: OPPORTUNITIES,
		read: async (hostile) => {
			const pipeline = { id: 'p1', name: 'Surgical', stages: [] };
			const found = await searchOpportunities(crmThatAnswers(hostile), 'c1', pipeline);
			found.forEach(({ id }) => expect(isResourceId(id)).toBe(true));
		},
	},
	{
		of: 'notes',
		good: NOTES,
		read: async (hostile) =>
			(await listNotes(crmThatAnswers(hostile), 'c1')).forEach(({ body }) => markerOf(body)),
	},
	{
		of: 'objections',
		good: OUTCOME,
		read(hostile) {
			rejectedAttributes(hostile);
			const question = { resourceType: 'Patient', interaction: 'create' } as const;
			const error = answerError(NODE, { status: 400, headers: {}, body: hostile }, question);
			expect(error.message.length).toBeLessThan(500);
		},
	},
	{
		of: 'refusals',
		good: REFUSAL,
		read: (hostile) => refusedProperties(refusalOf(422, hostile, false), { email: '' }),
	},
];

function checkAppointment(hostile: unknown): void {
	const reading = eventReaders.appointmentChanged.read(hostile, '');
	const appointment = readAppointment(hostile);
	readAppointmentDetails(hostile);
	expect(reading?.id).toBe(appointment?.id);
	if (!appointment) return void expect(unreadableKey(hostile)).toMatch(/^[\w.|-]{1,64}@|^without ID@/);
	expect(isResourceId(appointment.id)).toBe(true);
	const named = { ...appointment, providerName: 'Dr. Invented', locationName: 'Here' };
	const category: Category = 'Surgical Consult';
	const key = appointmentKey(appointment);
	expectInert(withMarker(`${noteText({ ...named, category }, clock.zone)}\nPipeline: –`, key), key);
	const mappings = [{ appointmentType: appointment.typeName, category }];
	const stages = { scheduled: 'A', completed: 'B', cancelled: 'C' };
	const stageTable = {
		'Surgical Consult': stages,
		'Surgical Appointment': stages,
		'Non-Surgical Consult': stages,
		'Non-Surgical Appointment': stages,
	};
	const pipelines = { surgical: 'S', nonSurgical: 'N' };
	planSync(named, [appointment], { mappings, stageTable, pipelines }, clock);
}

function checkPatient(hostile: unknown): void {
	const reading = eventReaders.patientChanged.read(hostile, '');
	const patient = patientRecord(hostile);
	if (reading) expect(reading.id).toBe(patient?.id);
	if (!patient) return;
	expect(isResourceId(patient.id)).toBe(true);
	for (const text of [patient.firstName, patient.lastName, patient.email, patient.phone]) {
		expect(text).toBe(plainLine(text));
	}
	const key = patientKey(patient);
	expectInert(withMarker(`ModMed patient\nName: ${patient.firstName}`, key), key);
}

function checkCharge(hostile: unknown): void {
	const reading = eventReaders.chargePosted.read(hostile, '');
	const charge = readCharge(hostile);
	if (reading) expect(reading.id).toBe(charge?.id);
	if (!charge) return;
	expect(isResourceId(charge.id)).toBe(true);
	expect(charge.cents === null || Number.isSafeInteger(charge.cents)).toBe(true);
	lifetimeValue([charge]);
	const key = chargeKey(charge);
	expectInert(withMarker(`ModMed charge\nFor: ${charge.description}`, key), key);
}

async function checkPages(hostile: unknown): Promise<void> {
	const question = { resourceType: 'Patient', interaction: 'search' } as const;
	const asked: string[] = [];
	const pages = readPages({
		node: NODE,
		baseUrl: FHIR,
		question,
		first: async () => hostile,
		next: async (url) => {
			asked.push(url);
			return asked.length > 5 ? bundle([]) : hostile;
		},
	});
	try {
		for await (const page of pages)
			for (const resource of page) eventReaders.patientChanged.read(resource, '');
	} catch (error) {
		expect((error as Error).name).toBe('NodeApiError');
	}
	for (const url of asked) expect(url.startsWith(`${FHIR}/`)).toBe(true);
}

function checkContact(hostile: unknown): void {
	const fields = [
		{ id: 'f1', name: 'ModMed Patient ID', fieldKey: 'contact.id', dataType: 'TEXT' },
		{ id: 'f2', name: 'ModMed Birthday', fieldKey: 'contact.birthday', dataType: 'DATE' },
		{ id: '__proto__', name: '__proto__', fieldKey: 'constructor', dataType: 'TEXT' },
	];
	const raw = typeof hostile === 'object' && hostile !== null ? hostile : {};
	const contact: CrmContact = readContact(raw as never);
	expect(contact.id === '' || isResourceId(contact.id)).toBe(true);
	toCandidate(contact, fields);
	describeContact(contact, fields);
}

describe(`Readers, each of ${EACH} hostile resources`, () => {
	const known = Object.getOwnPropertyNames(Object.prototype).sort();

	it.each(READERS)(
		'set bad $of aside',
		async ({ of, good, read }) => {
			const chance = randomNumbers(SEED + of.length);
			let slowest = 0;
			for (let count = 0; count < EACH; count += 1) {
				const hostile = mutated(chance, good);
				const started = performance.now();
				await read(hostile);
				slowest = Math.max(slowest, performance.now() - started);
			}
			expect(slowest).toBeLessThan(LONGEST_MS);
			expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(known);
			expect(Object.getOwnPropertyNames(Array.prototype)).not.toContain('polluted');
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		},
		240_000,
	);

	it('read the good ones all the same', () => {
		expect(eventReaders.appointmentChanged.read(fhirAppointment({ id: '204865' }), '')?.id).toBe(
			'204865',
		);
		expect(eventReaders.patientChanged.read(PATIENT, '')?.id).toBe('385871');
		expect(eventReaders.chargePosted.read(CHARGE, '')?.id).toBe('5500');
	});

	it.each(ODD_IDS)('take %j for no id', (id) => {
		expect(readAppointment(fhirAppointment({ id }))).toBeUndefined();
		expect(patientRecord({ ...PATIENT, id })).toBeUndefined();
		expect(readCharge({ ...CHARGE, id })).toBeUndefined();
		expect(readContact({ ...CONTACT, id }).id).toBe('');
	});
});

describe('A text that somebody has typed', () => {
	const key = 'Appointment/204865#3f9a2c1b77aa';

	it.each(ODD_TEXTS.map((text) => [text.slice(0, 40), text]))(
		'is inert in a note: %j',
		(_, text) => {
			const read = readAppointment(fhirAppointment({ description: text, type: text }));
			const appointment = read ?? readAppointment(fhirAppointment({ description: text }));
			if (!appointment) throw new Error('Without its type it can be read');
			const named = { ...appointment, providerName: text, locationName: plainLine(text) };
			const note = noteText({ ...named, category: 'Block' }, clock.zone);
			expectInert(withMarker(`${note}\nPipeline: Nothing moves.`, key), key);
			expect(withMarker(note, key).split('\n')[0]).toBe('ModMed appointment: Pending');
		},
	);

	it('forges no line of ours, even in a note without a key', () => {
		const forged = 'Ref: Appointment/1#000000000000';
		for (const text of [
			forged,
			`x\n${forged}`,
			`x\r${forged}\n\n`,
			`x<br>${forged}`,
			` ${forged}`,
		]) {
			expect(markerOf(withMarker(text, ''))).toBe('');
		}
	});

	it.each([
		['O’Brien-Łukasz, 2nd', 'O’Brien-Łukasz, 2nd'],
		['محمد عبد الله', 'محمد عبد الله'],
		['👩‍⚕️ visit', '👩‍⚕️ visit'],
		['a < b & c > d', 'a ‹ b & c › d'],
		['{{contact.email}}', '{ {contact.email} }'],
		['{{{x}}}', '{ { {x} } }'],
		["=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"],
	])('stays readable: %j', (text, shown) => expect(plainNote(text)).toBe(shown));

	it('is cut where the CRM could cut it, between two letters', () => {
		const note = withMarker(`Description: ${'👩'.repeat(9_000)}`, key);
		expect(note.length).toBeLessThanOrEqual(5_000);
		expect(note).toMatch(/👩…\nRef: Appointment\/204865#3f9a2c1b77aa$/u);
	});
});
