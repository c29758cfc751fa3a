import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { searchLocations, searchProviders } from './listSearch';

export async function getLocations(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await searchLocations.call(this)).results;
}

export async function getProviders(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await searchProviders.call(this)).results;
}
