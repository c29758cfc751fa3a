import type { IDataObject, INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { NewPatient } from '../../../domain/patient/newPatient';
import { comparableName } from '../../../domain/patient/personName';
import type { ExistingPatient } from '../../../domain/patient/existingPatient';
import { findPatient } from './findPatient';
import { runExclusive } from '../../shared/http/keyedMutex';
import { processCache } from '../../shared/processMemory';
import { apiError } from '../transport/apiError';
import type { ModMedClient } from '../transport/client';

export type PatientCreation =
	| { is: 'created'; patientId: string }
	/** ModMed wants something else or something more. */
	| { is: 'refused'; body: unknown }
	/** ModMed says it has this patient, but none such is found. */
	| { is: 'hidden' }
	| Exclude<ExistingPatient, { is: 'absent' }>;

const MAX_TRIES = 2;
/** When to look, after a lost response, whether the patient was created after all. */
const LOOK_UP_AFTER_MS = [1_000, 3_000];
const CREATED_KEPT_MS = 10 * 60 * 1000;
const MAX_CREATED = 10_000;

/** IDs of patients created a short while ago: ModMed's search may not know them yet. */
const justCreated = processCache<string>({ max: MAX_CREATED, ttlMs: CREATED_KEPT_MS });

/** Creates a patient unless ModMed has one. Two requests for the same person create one patient. */
export async function createPatient(
	node: INode,
	client: ModMedClient,
	patient: NewPatient,
): Promise<PatientCreation> {
	const key = personKey(client, patient);
	// People whose first names differ, perhaps by a middle name, share a key too.
	const personGroup = [client.baseUrl, comparableName(patient.lastName), patient.birthDate].join(
		'\n',
	);
	return await runExclusive(personGroup, async () => {
		const patientId = justCreated.get(key);
		if (patientId !== undefined) return { is: 'exists', patientId };
		const presence = await findPatient(client, patient);
		if (presence.is !== 'absent') return presence;
		const creation = await createOrLookUp(node, client, patient);
		if (creation.is === 'created') justCreated.set(key, creation.patientId);
		return creation;
	});
}

/** If the response to a create was lost, the patient is searched for before it is repeated. */
async function createOrLookUp(
	node: INode,
	client: ModMedClient,
	patient: NewPatient,
): Promise<PatientCreation> {
	for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
		const result = await client.create('Patient', toResource(patient));
		if (result.is === 'refused') return result;
		if (result.is === 'created' && result.id !== '') return { is: 'created', patientId: result.id };
		if (result.is === 'duplicate') return hiddenWhereAbsent(await findPatient(client, patient));
		const presence = await lookUp(client, patient);
		if (presence.is === 'exists') return { is: 'created', patientId: presence.patientId };
		if (presence.is === 'unclear') return presence;
		if (result.is === 'created') break;
	}
	throw apiError(node, {
		message: 'ModMed did not confirm that the patient was created, and does not find the patient',
		description: 'No action needed: the next attempt searches ModMed first.',
		transient: true,
	});
}

async function lookUp(client: ModMedClient, patient: NewPatient): Promise<ExistingPatient> {
	for (const wait of LOOK_UP_AFTER_MS) {
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
