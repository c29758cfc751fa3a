import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready } from '../../../../domain/crm/goLive';
import type { ModMedClient, SearchParams } from '../../transport/client';

/** A request to ModMed that shows whether a permission is granted. */
export interface Permission {
	/** As ModMed names it. */
	name: string;
	/** What cannot be done without it. */
	neededFor: string;
	without: 'blocks' | 'advice';
	ask: (client: ModMedClient) => Promise<unknown>;
}

/** No patient has these. */
const NOBODY = { email: 'set-up-check@example.com', phone: '2015550100' };
const NOBODYS_ID = '0';
const NOTHING_CHANGED = { _lastUpdated: 'ge2100-01-01' };
/** The narrowest search by name that a practice may grant. */
const BY_NAME = {
	family: 'Setupcheck',
	given: 'Nobody',
	birthdate: '1900-01-01',
	gender: 'unknown',
};

export const PERMISSIONS: Permission[] = [
	...search('Appointment', 'blocks', 'the schedule', NOTHING_CHANGED),
	...read('Appointment', 'blocks', 'the schedule'),
	...read('Patient', 'blocks', 'finding the contact of a patient'),
	...read('Practitioner', 'blocks', 'the field ModMed Provider'),
	...read('Location', 'blocks', 'the field ModMed Location'),
	{
		name: 'ValueSet READ',
		neededFor: 'comparing the appointment types with the Category Mapper',
		without: 'blocks',
		ask: async (client) => await client.read('ValueSet', 'appointment-type'),
	},
	...search('Practitioner', 'advice', 'choosing a provider from a list', { family: 'Setupcheck' }),
	...search('Location', 'advice', 'choosing a location from a list', { name: 'Setupcheck' }),
	...search('Encounter', 'advice', 'charges', NOTHING_CHANGED),
	...search('ChargeItem', 'advice', 'charges', { patient: NOBODYS_ID }),
	...read('ChargeItem', 'advice', 'charges'),
	...search('Patient', 'blocks', 'keeping contacts up to date', NOTHING_CHANGED, ' by change'),
];

const WHOLE_SEARCH: Permission[] = [
	...search('Patient', 'blocks', 'creating patients', { email: NOBODY.email }, ' by email'),
	...search('Patient', 'blocks', 'creating patients', { phone: NOBODY.phone }, ' by phone'),
];

/** Looking for a patient by email and phone, or else as far as the practice lets it be done. */
export async function patientSearch(
	lineOf: (permission: Permission) => Promise<GoLiveLine>,
): Promise<GoLiveLine[]> {
	const whole: GoLiveLine[] = [];
	for (const permission of WHOLE_SEARCH) whole.push(await lineOf(permission));
	if (whole.every(({ state }) => state === 'ready')) return whole;

	const [byName] = search('Patient', 'blocks', 'creating patients', BY_NAME);
	const restricted = byName && (await lineOf(byName));
	if (restricted?.state !== 'ready') return whole;
	return [
		advice(
			'ModMed allows searching patients by name, birth date and gender only (Patient SEARCH)',
			'Patients can be created, and are looked up that way first. Ask ModMed for the full permission to also find those whose name is spelled differently.',
		),
	];
}

export const CREATE: Permission = {
	name: 'Patient CREATE',
	neededFor: 'creating patients',
	without: 'blocks',
	ask: async (client) => await client.checkCreatePermission('Patient'),
};

/** If it is not refused, only creating a patient would show that it is granted. */
export const CREATE_NOT_REFUSED = advice(
	'Patient CREATE is not refused, and could not be checked without creating a patient',
	'If patients are created from the CRM, make sure that ModMed has granted it, and test it with the first one.',
);

export function lineFor(permission: Permission, refusal?: { message: string; todo: string }) {
	const { name, neededFor, without } = permission;
	if (!refusal) return ready(`ModMed allows ${name}`);
	const line = without === 'blocks' ? blocks : advice;
	return line(`${refusal.message} (${name})`, `Needed for ${neededFor}. ${refusal.todo}`);
}

function read(type: string, without: Permission['without'], neededFor: string): Permission[] {
	const ask = async (client: ModMedClient) => await client.read(type, NOBODYS_ID);
	return [{ name: `${type} READ`, neededFor, without, ask }];
}

function search(
	type: string,
	without: Permission['without'],
	neededFor: string,
	params: SearchParams,
	by = '',
): Permission[] {
	const ask = async (client: ModMedClient) => await client.pages(type, params).next();
	return [{ name: `${type} SEARCH${by}`, neededFor, without, ask }];
}
