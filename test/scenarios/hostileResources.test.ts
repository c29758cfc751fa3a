import { describe, expect, it } from '@jest/globals';

import type { Category } from '../../domain/vocabulary';
import { chargeKey } from '../../domain/charge/charge';
import { appointmentKey } from '../../domain/appointment/appointment';
import { lifetimeValue } from '../../domain/charge/lifetimeValue';
import { markerOf, withMarker } from '../../domain/crm/noteMarker';
import { noteText } from '../../domain/sync/noteText';
import { rejectedAttributes } from '../../domain/patient/patientAttributes';
import { patientKey } from '../../domain/patient/patient';
import { plainLine } from '../../domain/text/plainText';
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
import { responseError } from '../../nodes/ModMed/transport/apiError';
import { readPages } from '../../nodes/ModMed/transport/pages';
import { eventReaders } from '../../nodes/ModMed/trigger/events';
import { unreadableKey } from '../../nodes/ModMed/trigger/report';
import { ODD_IDS, mutated, randomNumbers } from '../support/hostileData';
import { FHIR, bundle, fhirAppointment } from '../support/practice';
import {
	PATIENT,
	CHARGE,
	TYPES,
	CONTACT,
	FIELDS,
	OPPORTUNITIES,
	NOTES,
	OUTCOME,
	REFUSAL,
} from './hostile/goodResources';
import { nodeOf } from '../support/runNode';

/** More of them, or others, where somebody looks for more: `HOSTILE=200000 HOSTILE_SEED=7`. */
const EACH = Number(process.env.HOSTILE ?? 2_000);

const SEED = Number(process.env.HOSTILE_SEED ?? 20_260_310);

/** Far more than any should take, and far less than a pattern that runs away. */
const LONGEST_MS = 2_000;

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
		inTime: async (reading: Promise<unknown>) => await reading,
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
			const question = { resourceType: 'Patient', type: 'create' } as const;
			const error = responseError(NODE, { status: 400, headers: {}, body: hostile }, question);
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
	if (!appointment)
		return void expect(unreadableKey(hostile)).toMatch(/^[\w.|-]{1,64}@|^without ID@/);
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
	const interaction = { resourceType: 'Patient', type: 'search' } as const;
	const asked: string[] = [];
	const pages = readPages({
		node: NODE,
		baseUrl: FHIR,
		interaction,
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
