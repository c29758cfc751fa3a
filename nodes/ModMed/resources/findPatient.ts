import type { NewPatient } from '../../../domain/patient/newPatient';
import type { Patient } from '../../../domain/patient/patient';
import { readPatient } from '../../../domain/patient/readPatient';
import type { ExistingPatient } from '../../../domain/patient/existingPatient';
import { findExistingPatient } from '../../../domain/patient/existingPatient';
import { statusOf } from '../transport/apiError';
import type { ModMedClient, SearchParams } from '../transport/client';
import { collect } from '../transport/collect';

/** Many more patients than this do not share an email, a phone, or a name and a birth date. */
const MAX_MATCHES = 200;

/**
 * Whether somebody is a patient already, as far as the login may search: by email and phone, and by
 * name and birth date, which finds the patient who gave another address to ModMed.
 */
export async function findPatient(
	client: ModMedClient,
	patient: NewPatient,
): Promise<ExistingPatient> {
	const byAddress = await searchByAddress(client, patient);
	const presence = findExistingPatient(patient, byAddress);
	if (presence.is === 'exists') return presence;
	return findExistingPatient(patient, byAddress, await searchByName(client, patient));
}

/** Empty if the login may search neither by email nor by phone. */
async function searchByAddress(
	client: ModMedClient,
	{ email, phone }: NewPatient,
): Promise<Patient[]> {
	// Whether ModMed finds a number spelled otherwise than it keeps it is not documented.
	const searches: SearchParams[] = [
		...(email ? [{ email }] : []),
		...(phone ? [{ phone }, { phone: phone.replace(/^(...)(...)/, '$1-$2-') }] : []),
	];
	const found: Patient[] = [];
	for (const search of searches) {
		const patients = await searchIfAllowed(client, search);
		if (!patients) return found;
		found.push(...patients);
	}
	return found;
}

/** A login may be allowed to search by name, birth date and gender together, and not by less. */
async function searchByName(client: ModMedClient, patient: NewPatient): Promise<Patient[]> {
	const { firstName, lastName: family, birthDate: birthdate, gender } = patient;
	if (!family || !birthdate) return [];
	const byName = { family, birthdate };
	const byAll = { ...byName, gender };
	const [given = ''] = firstName.split(' ');
	return (
		(await searchIfAllowed(client, byName)) ??
		(gender ? await searchIfAllowed(client, byAll) : undefined) ??
		(await search(client, { ...byAll, given }))
	);
}

async function searchIfAllowed(
	client: ModMedClient,
	params: SearchParams,
): Promise<Patient[] | undefined> {
	return await search(client, params).catch(async (error: unknown) =>
		statusOf(error) === 403 ? undefined : await Promise.reject(error),
	);
}

async function search(client: ModMedClient, params: SearchParams): Promise<Patient[]> {
	return await collect(client.pages('Patient', params), readPatient, MAX_MATCHES);
}
