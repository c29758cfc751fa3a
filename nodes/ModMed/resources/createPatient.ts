import type { IDataObject, INode, NodeApiError } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { NewPatient } from '../../../domain/patient/newPatient';
import { comparableName } from '../../../domain/patient/personName';
import type { ExistingPatient } from '../../../domain/patient/existingPatient';
import { findPatient } from './findPatient';
import { runExclusive } from '../../shared/http/keyedMutex';
import { processCache } from '../../shared/processMemory';
import type { CreateGuard } from '../../shared/unknownCreates';
import {
	awaitedCreate,
	forgetUnknown,
	mayBeCreated,
	rememberUnknown,
} from '../../shared/unknownCreates';
import { apiError } from '../transport/apiError';
import type { ModMedClient } from '../transport/client';

export type PatientCreation =
	| { is: 'created'; patientId: string }
	/** ModMed wants something else or something more. */
	| { is: 'refused'; body: unknown }
	/** ModMed says it has this patient, but none such is found. */
	| { is: 'hidden' }
	/** An earlier request was carried out as well, later than anybody waited for it. */
	| { is: 'createdTwice'; ids: string[] }
	| Exclude<ExistingPatient, { is: 'absent' }>;

/** When to look, after a lost response, whether the patient was created after all. */
const LOOK_UP_AFTER_MS = [1_000, 3_000];
const CREATED_KEPT_MS = 10 * 60 * 1000;
const MAX_CREATED = 10_000;

/** IDs of patients created a short while ago: ModMed's search may not know them yet. */
const justCreated = processCache<string>({ max: MAX_CREATED, ttlMs: CREATED_KEPT_MS });

/**
 * Creates a patient unless ModMed has one. Two requests for the same person create one patient.
 * @param attempt Since when, and how long, an earlier create of unknown outcome is waited for.
 * @throws NodeApiError, marked as transient, while a create of unknown outcome is waited for.
 */
export async function createPatient(
	node: INode,
	client: ModMedClient,
	patient: NewPatient,
	attempt: Omit<CreateGuard, 'key'>,
): Promise<PatientCreation> {
	const key = personKey(client, patient);
	// People whose first names differ, perhaps by a middle name, share a key too.
	const personGroup = [client.baseUrl, comparableName(patient.lastName), patient.birthDate].join(
		'\n',
	);
	return await runExclusive(personGroup, async () => {
		const patientId = justCreated.get(key);
		if (patientId !== undefined) return { is: 'exists', patientId };
		const guard = { ...attempt, key: `patient ${key}` };
		const presence = await findPatient(client, patient);
		if (presence.is === 'exists') forgetUnknown(guard);
		if (presence.is !== 'absent') return presence;
		const creation = await createOnce(node, client, patient, guard);
		if (creation.is === 'created') justCreated.set(key, creation.patientId);
		return creation;
	});
}

/**
 * Sends the create at most once a run: a gateway answers 502 or 504 at once, and ModMed may create
 * the patient seconds later. A refusal does not exclude it either.
 */
async function createOnce(
	node: INode,
	client: ModMedClient,
	patient: NewPatient,
	guard: CreateGuard,
): Promise<PatientCreation> {
	const awaited = awaitedCreate(guard);
	if (awaited) throw notConfirmed(node, awaited.sentAt + guard.waitMs);
	const mayHaveTwin = mayBeCreated(guard);
	const result = await client.create('Patient', toResource(patient));
	if (result.is === 'created' && result.id !== '') {
		forgetUnknown(guard);
		return mayHaveTwin ? await createdOnceOrTwice(client, patient, result.id) : created(result.id);
	}
	// Before the patient is searched for: that may fail, too.
	rememberUnknown(guard, result);
	if (result.is === 'duplicate') return hiddenWhereAbsent(await findPatient(client, patient));
	const presence = await lookUp(client, patient, result.is === 'refused' ? [0] : LOOK_UP_AFTER_MS);
	if (presence.is === 'exists') {
		forgetUnknown(guard);
		return created(presence.patientId);
	}
	if (presence.is === 'unclear') return presence;
	if (result.is === 'refused') return result;
	throw notConfirmed(node, Date.now() + guard.waitMs);
}

function created(patientId: string): PatientCreation {
	return { is: 'created', patientId };
}

/** Whether ModMed has carried out the earlier request as well, which cannot be taken back. */
async function createdOnceOrTwice(
	client: ModMedClient,
	patient: NewPatient,
	patientId: string,
): Promise<PatientCreation> {
	const presence = await findPatient(client, patient);
	const others = presence.is === 'exists' ? [presence.patientId] : [];
	const found = presence.is === 'unclear' && presence.because === 'several' ? presence.ids : others;
	const ids = [...new Set([patientId, ...found])];
	return ids.length > 1 ? { is: 'createdTwice', ids } : created(patientId);
}

/** @param until Unix time in milliseconds. */
function notConfirmed(node: INode, until: number): NodeApiError {
	const time = new Date(until).toISOString().slice(11, 16);
	return apiError(node, {
		message: 'ModMed did not confirm that the patient was created, and does not find the patient',
		description: `ModMed may still create the patient. No second request is sent before ${time} UTC, and none without another search.`,
		transient: true,
	});
}

async function lookUp(
	client: ModMedClient,
	patient: NewPatient,
	waitsMs: readonly number[],
): Promise<ExistingPatient> {
	for (const wait of waitsMs) {
		await sleep(wait);
		const presence = await findPatient(client, patient);
		if (presence.is !== 'absent') return presence;
	}
	return { is: 'absent' };
}

function hiddenWhereAbsent(presence: ExistingPatient): PatientCreation {
	return presence.is === 'absent' ? { is: 'hidden' } : presence;
}

/** Source: https://portal.api.modmed.com/reference/post_patient */
function toResource(patient: NewPatient): IDataObject {
	const { firstName, lastName, email, phone, birthDate, gender } = patient;
	const { addressLine, city, state, postalCode } = patient;
	const parts = {
		...(city && { city }),
		...(state && { state }),
		...(postalCode && { postalCode }),
	};
	const address = { ...(addressLine && { line: [addressLine] }), ...parts };
	return {
		resourceType: 'Patient',
		name: [{ use: 'official', family: lastName, given: [firstName] }],
		...(gender && { gender }),
		...(birthDate && { birthDate }),
		telecom: [
			...(phone ? [{ system: 'phone', value: phone, use: 'home', rank: 1 }] : []),
			...(email ? [{ system: 'email', value: email }] : []),
		],
		...(Object.keys(address).length > 0 && { address: [{ use: 'home', ...address }] }),
	};
}

function personKey({ baseUrl }: ModMedClient, patient: NewPatient): string {
	const { firstName, lastName, birthDate, email, phone } = patient;
	const names = [comparableName(lastName), comparableName(firstName)];
	return [baseUrl, ...names, birthDate || `${email}\n${phone}`].join('\n');
}
