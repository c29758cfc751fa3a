import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runItems } from '../../shared/runItems';
import { createClient } from '../transport/client';
import * as appointmentGet from './appointment/get.operation';
import * as appointmentGetAll from './appointment/getAll.operation';
import * as appointmentTypeGetAll from './appointmentType/getAll.operation';
import * as chargeGet from './charge/get.operation';
import * as chargeGetAll from './charge/getAll.operation';
import * as chargeLifetimeValue from './charge/lifetimeValue.operation';
import * as locationGetAll from './location/getAll.operation';
import type { Operation } from './operation';
import * as patientCreate from './patient/create.operation';
import * as patientGet from './patient/get.operation';
import * as patientSearch from './patient/search.operation';
import * as practiceCheckPermissions from './practice/checkPermissions.operation';
import * as providerGetAll from './provider/getAll.operation';

export const operations: Record<string, Operation> = {
	'appointment.get': appointmentGet.execute,
	'appointment.getAll': appointmentGetAll.execute,
	'appointmentType.getAll': appointmentTypeGetAll.execute,
	'charge.get': chargeGet.execute,
	'charge.getAll': chargeGetAll.execute,
	'charge.lifetimeValue': chargeLifetimeValue.execute,
	'location.getAll': locationGetAll.execute,
	'patient.create': patientCreate.execute,
	'patient.get': patientGet.execute,
	'patient.search': patientSearch.execute,
	'practice.checkPermissions': practiceCheckPermissions.execute,
	'provider.getAll': providerGetAll.execute,
};

/** As many items at a time as ModMed answers requests at a time. */
const CONCURRENCY = 3;

export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	// Made by the first item: what is thrown before the items are looked at, n8n takes for success.
	let client: ReturnType<typeof createClient> | undefined;
	const items = await runItems.call(
		this,
		async (itemIndex) => {
			const resource = this.getNodeParameter('resource', itemIndex);
			const operation = this.getNodeParameter('operation', itemIndex);
			const execute = operations[`${resource}.${operation}`];
			if (!execute) throw new Error("This 'Operation' is not one of this 'Resource'");
			return await execute.call(this, await (client ??= createClient(this)), itemIndex);
		},
		{ concurrency: CONCURRENCY },
	);
	return [items];
}
