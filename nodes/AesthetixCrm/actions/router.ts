import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../shared/runItems';
import { CrmClient } from '../transport/crmClient';
import { textParameter } from './parameters';
import * as contact from './contact';
import * as field from './field';
import * as location from './location';
import * as note from './note';
import type { Execute } from './operation';
import * as opportunity from './opportunity';
import * as tag from './tag';

const CONTACTS_AT_ONCE = 5;

type Operations = Record<string, { execute: Execute }>;

const resources = new Map<string, Operations>([
	['contact', contact.operations],
	['field', field.operations],
	['location', location.operations],
	['note', note.operations],
	['opportunity', opportunity.operations],
	['tag', tag.operations],
]);

/** Works on every item: those of one contact in their order, different contacts side by side. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	// Opened by the first item: what is thrown before the items are looked at, n8n takes for success.
	let opening: Promise<CrmClient> | undefined;
	const work = async (itemIndex: number) =>
		await operationOf(this, itemIndex).execute(
			this,
			itemIndex,
			await (opening ??= CrmClient.open(this)),
		);
	const items = await runItems.call(this, work, {
		concurrency: CONTACTS_AT_ONCE,
		keyOf: (itemIndex) => keyOf(this, itemIndex),
	});
	return [items];
}

function operationOf(context: IExecuteFunctions, itemIndex: number): { execute: Execute } {
	const resource = textParameter(context, 'resource', itemIndex);
	const name = textParameter(context, 'operation', itemIndex);
	const operation = new Map(Object.entries(resources.get(resource) ?? {})).get(name);
	if (operation) return operation;
	throw new NodeOperationError(context.getNode(), `There is no 'Operation' ${name} of ${resource}`);
}

/** Whose item it is. An item that cannot say it tells why when its turn comes. */
function keyOf(context: IExecuteFunctions, itemIndex: number): string {
	const names = ['contactId', 'modMedPatientId', 'email', 'phone'];
	try {
		const values = names.map((name) => textParameter(context, name, itemIndex));
		return values.find((value) => value !== '') ?? `item ${itemIndex}`;
	} catch {
		return `item ${itemIndex}`;
	}
}
