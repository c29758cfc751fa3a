import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Operation, Resources } from './operation';
import { runItems } from './runItems';

export interface RouterOptions<Client> {
	resources: Resources<Client>;
	/** Opens the way to the service, once for all items of a run. */
	openClient: (context: IExecuteFunctions) => Promise<Client>;
	/** How many items may be processed at the same time. */
	concurrency: number;
	/** Items with the same key are processed one after the other, in their order. */
	keyOf?: (context: IExecuteFunctions, itemIndex: number) => string;
}

/**
 * Runs the operation that each item's Resource and Operation parameters name.
 * @throws NodeApiError or NodeOperationError of the first item that failed, unless the user chose
 * to continue: then the failure becomes that item's output.
 */
export async function routeItems<Client>(
	context: IExecuteFunctions,
	{ resources, openClient, concurrency, keyOf }: RouterOptions<Client>,
): Promise<INodeExecutionData[][]> {
	// Opened by the first item: n8n takes an error thrown before the item loop for success.
	let client: Promise<Client> | undefined;
	const work = async (itemIndex: number) => {
		const { execute } = operationOf(context, resources, itemIndex);
		return await execute(context, itemIndex, await (client ??= openClient(context)));
	};
	const items = await runItems.call(context, work, {
		concurrency,
		keyOf: keyOf && ((itemIndex) => keyOf(context, itemIndex)),
	});
	return [items];
}

function operationOf<Client>(
	context: IExecuteFunctions,
	resources: Resources<Client>,
	itemIndex: number,
): Operation<Client> {
	const resource = String(context.getNodeParameter('resource', itemIndex, ''));
	const name = String(context.getNodeParameter('operation', itemIndex, ''));
	const operation = own(own(resources, resource) ?? {}, name);
	if (operation) return operation;
	const message = `The 'Resource' ${resource} has no 'Operation' ${name}`;
	throw new NodeOperationError(context.getNode(), message, {
		itemIndex,
		description: "Choose 'Resource' and 'Operation' from their lists.",
	});
}

/** The entry of that name, and nothing that every object inherits, such as `constructor`. */
function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}
