import type {
	INodeProperties,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { actionSubtitle } from '../shared/subtitle';
import * as appointment from './actions/appointment';
import * as appointmentType from './actions/appointmentType';
import * as charge from './actions/charge';
import * as location from './actions/location';
import * as patient from './actions/patient';
import * as practice from './actions/practice';
import * as provider from './actions/provider';
import { router } from './actions/router';
import * as listSearch from './methods/listSearch';

const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Appointment', value: 'appointment' },
			{ name: 'Appointment Type', value: 'appointmentType' },
			{ name: 'Charge', value: 'charge' },
			{ name: 'Location', value: 'location' },
			{ name: 'Patient', value: 'patient' },
			{ name: 'Practice', value: 'practice' },
			{ name: 'Provider', value: 'provider' },
		],
		default: 'appointment',
	},
	...appointment.description,
	...appointmentType.description,
	...charge.description,
	...location.description,
	...patient.description,
	...practice.description,
	...provider.description,
];

// Programmatic: one item takes several dependent requests, and ModMed's paging needs guards.
export class ModMed implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ModMed',
		name: 'modMed',
		icon: { light: 'file:../../icons/modmed.svg', dark: 'file:../../icons/modmed.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: actionSubtitle(properties),
		description:
			'Read appointments, patients, charges and settings of a practice in ModMed (EMA), and create patients',
		defaults: { name: 'ModMed' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'modMedFhirApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
