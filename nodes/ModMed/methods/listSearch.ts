import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { appointmentTypes, locations, providers } from '../resources/practice';
import { createClient } from '../transport/client';
import { INTERACTIVE_RETRY } from '../transport/retry';

interface Entry {
	name: string;
	value: string;
}

export async function searchLocations(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const found = await locations(await createClient(this, INTERACTIVE_RETRY), { inactive: false });
	return listed(
		found.map(({ id, name }) => ({ name: name || id, value: id })),
		filter,
	);
}

export async function searchProviders(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = { withoutNpi: false, inactive: false };
	const found = await providers(await createClient(this, INTERACTIVE_RETRY), wanted);
	return listed(
		found.map(({ id, name }) => ({ name: name || id, value: id })),
		filter,
	);
}

export async function searchAppointmentTypes(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const found = await appointmentTypes(await createClient(this, INTERACTIVE_RETRY));
	return listed(
		found.map(({ code, name }) => ({ name, value: code || name })),
		filter,
	);
}

function listed(entries: Entry[], filter: string): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const results = entries
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
	return { results };
}
