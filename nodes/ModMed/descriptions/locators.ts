import type { INodeProperties } from 'n8n-workflow';

/** Something of the practice that is chosen from a list or entered by its ID. */
function locator(
	displayName: string,
	name: string,
	searchListMethod: string,
	placeholder: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
		],
	};
}

export const locationLocator = locator('Location', 'location', 'searchLocations', 'e.g. 827');

export const providerLocator = locator('Provider', 'provider', 'searchProviders', 'e.g. 375399');

export const appointmentTypeLocator = locator(
	'Appointment Type',
	'appointmentType',
	'searchAppointmentTypes',
	'e.g. 1957',
);
