import { readFullName } from '../../../domain/fhir/humanName';
import type { Concept } from '../../../domain/fhir/valueSet';
import { readConcepts } from '../../../domain/fhir/valueSet';
import { asLine, asRecord, asRecords, asText } from '../../../domain/coerce';
import type { ModMedClient } from '../transport/client';
import { collect } from '../transport/collect';

export interface Provider {
	id: string;
	name: string;
	npi: string;
	active: boolean;
}

export interface PracticeLocation {
	id: string;
	name: string;
	active: boolean;
	city: string;
	state: string;
}

/** The appointment types the practice books today. ModMed leaves out those no longer in use. */
export async function appointmentTypes(client: ModMedClient): Promise<Concept[]> {
	return readConcepts(await client.read('ValueSet', 'appointment-type'));
}

/** The practice's providers: of all its staff those with an NPI, unless all are wanted. */
export async function providers(
	client: ModMedClient,
	wanted: { withoutNpi: boolean; inactive: boolean },
	limit?: number,
): Promise<Provider[]> {
	return await collect(
		client.pages('Practitioner'),
		(resource) => {
			const provider = readProvider(asRecord(resource));
			const fits = (wanted.withoutNpi || provider.npi) && (wanted.inactive || provider.active);
			return provider.id && fits ? provider : undefined;
		},
		limit,
	);
}

/** The practice's locations, including closed ones if requested. */
export async function locations(
	client: ModMedClient,
	wanted: { inactive: boolean },
	limit?: number,
): Promise<PracticeLocation[]> {
	return await collect(
		client.pages('Location'),
		(resource) => {
			const location = readLocation(asRecord(resource));
			return location.id && (wanted.inactive || location.active) ? location : undefined;
		},
		limit,
	);
}

function readProvider(resource: Record<string, unknown>): Provider {
	const npi = asRecords(resource.identifier).find(({ system }) => /NPI$/i.test(asText(system)));
	return {
		id: asText(resource.id),
		name: readFullName(resource.name),
		npi: asText(npi?.value),
		active: resource.active !== false,
	};
}

function readLocation(resource: Record<string, unknown>): PracticeLocation {
	const address = asRecord(resource.address);
	return {
		id: asText(resource.id),
		name: asLine(resource.name),
		active: resource.status !== 'inactive' && resource.status !== 'suspended',
		city: asText(address.city),
		state: asText(address.state),
	};
}
