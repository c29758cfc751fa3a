import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runItems } from '../../shared/runItems';
import { createClient } from '../transport/client';
import * as appointmentGet from './appointment/get.operation';
import * as appointmentGetAll from './appointment/getAll.operation';
import * as appointmentTypeGetAll from './appointmentType/getAll.operation';
import * as locationGetAll from './location/getAll.operation';
import type { Operation } from './operation';
import * as patientGet from './patient/get.operation';
import * as patientSearch from './patient/search.operation';
import * as providerGetAll from './provider/getAll.operation';

export const operations: Record<string, Operation> = {
	'appointment.get': appointmentGet.execute,
	'appointment.getAll': appointmentGetAll.execute,
	'appointmentType.getAll': appointmentTypeGetAll.execute,
	'location.getAll': locationGetAll.execute,
	'patient.get': patientGet.execute,
	'patient.search': patientSearch.execute,
	'provider.getAll': providerGetAll.execute,
};

/** As many items at a time as ModMed answers requests at a time. */
const CONCURRENCY = 3;

export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const client = await createClient(this);
	const items = await runItems.call(
		this,
		async (itemIndex) => {
			const resource = this.getNodeParameter('resource', itemIndex);
			const operation = this.getNodeParameter('operation', itemIndex);
			const execute = operations[`${resource}.${operation}`];
			if (!execute) throw new Error("This 'Operation' is not one of this 'Resource'");
			return await execute.call(this, client, itemIndex);
		},
		{ concurrency: CONCURRENCY },
	);
	return [items];
}
