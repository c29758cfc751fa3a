import { ExecuteContext, LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';

import { AesthetixCrmApi } from '../../../../credentials/AesthetixCrmApi.credentials';
import { AesthetixCrm } from '../../../../nodes/AesthetixCrm/AesthetixCrm.node';
import { TestCredentials } from '../../../support/credentials';

export interface CrmCredential extends ICredentialDataDecryptedObject {
	privateIntegrationToken: string;
	locationId: string;
	baseUrl: string;
}

export interface RunOptions {
	credential: CrmCredential;
	items?: IDataObject[];
	continueOnFail?: boolean;
	executionId?: string;
	timezone?: string;
	/** Ends the run as n8n does when it has taken too long. */
	signal?: AbortSignal;
}

const nodeType = new AesthetixCrm();
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};
let lastExecution = 0;

export function newExecution(): string {
	lastExecution += 1;
	return `execution-${lastExecution}`;
}

/** Runs the node in n8n's own execution context, over real HTTP. */
export async function runCrm(
	parameters: INodeParameters,
	options: RunOptions,
): Promise<INodeExecutionData[]> {
	const { items = [{}], executionId = newExecution() } = options;
	const { workflow, node, additionalData } = prepare(parameters, options, executionId);
	const input = items.map((json, item) => ({ json, pairedItem: { item } }));
	const inputData = { main: [input] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createEmptyRunExecutionData(),
		0,
		input,
		inputData,
		{ node, data: inputData, source: null },
		[],
		options.signal,
	);
	const [output] = await nodeType.execute.call(context);
	return output ?? [];
}

/** The JSON of the only item. */
export async function runOne(
	parameters: INodeParameters,
	options: RunOptions,
): Promise<IDataObject> {
	const [item] = await runCrm(parameters, options);
	return item!.json;
}

export async function listOf(
	method: keyof AesthetixCrm['methods']['listSearch'],
	parameters: INodeParameters,
	options: RunOptions,
	filter?: string,
): Promise<string[]> {
	const { workflow, node, additionalData } = prepare(parameters, options, newExecution());
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters');
	const { results } = await nodeType.methods.listSearch[method].call(context, filter);
	return results.map(({ name }) => name);
}

function prepare(parameters: INodeParameters, options: RunOptions, executionId: string) {
	const node: INode = {
		id: 'node-1',
		name: 'Aesthetix CRM',
		type: 'aesthetixCrm',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { aesthetixCrmApi: { id: '1', name: 'Aesthetix CRM' } },
		...(options.continueOnFail && { onError: 'continueRegularOutput' as const }),
	};
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone: options.timezone ?? 'America/New_York' },
	});
	const { credential } = options;
	const additionalData = {
		executionId,
		currentNodeParameters: parameters,
		restApiUrl: '',
		variables: {},
		credentialsHelper: new TestCredentials([new AesthetixCrmApi()], {
			aesthetixCrmApi: credential,
		}),
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, node, additionalData };
}
