import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Resources } from '../../shared/operation';
import { routeItems } from '../../shared/router';
import type { ModMedClient } from '../transport/client';
import { createClient } from '../transport/client';
import * as appointment from './appointment';
import * as appointmentType from './appointmentType';
import * as charge from './charge';
import * as location from './location';
import * as patient from './patient';
import * as practice from './practice';
import * as provider from './provider';

export const resources: Resources<ModMedClient> = {
	appointment: appointment.operations,
	appointmentType: appointmentType.operations,
	charge: charge.operations,
	location: location.operations,
	patient: patient.operations,
	practice: practice.operations,
	provider: provider.operations,
};

/** As many items at a time as requests may be under way. */
const CONCURRENCY = 3;

export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await routeItems(this, { resources, openClient: createClient, concurrency: CONCURRENCY });
}
