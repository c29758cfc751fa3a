import { describe, expect, it, jest } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Execute } from '../../../nodes/shared/operation';
import { routeItems } from '../../../nodes/shared/router';

type Parameters = Record<string, string>;

function contextOf(items: Parameters[]): IExecuteFunctions {
	return {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, itemIndex: number) => items[itemIndex]?.[name],
		getNode: () => ({ name: 'Service', type: 'service', typeVersion: 1 }),
		continueOnFail: () => true,
		getWorkflowSettings: () => ({}),
		getMode: () => 'trigger',
	} as unknown as IExecuteFunctions;
}

const get: Execute<string> = async (context, itemIndex, client) =>
	await Promise.resolve({ id: context.getNodeParameter('id', itemIndex) as string, client });

const options = {
	resources: { contact: { get: { description: [], execute: get } } },
	openClient: async () => await Promise.resolve('the client'),
	concurrency: 2,
};
const item = (id: string, operation = 'get') => ({ resource: 'contact', operation, id });

describe('routeItems', () => {
	it('runs the operation of each item with one client for all', async () => {
		const openClient = jest.fn(options.openClient);
		const context = contextOf([item('1'), item('2')]);
		const [output] = await routeItems(context, { ...options, openClient });
		expect(output).toEqual([
			{ json: { id: '1', client: 'the client' }, pairedItem: { item: 0 } },
			{ json: { id: '2', client: 'the client' }, pairedItem: { item: 1 } },
		]);
		expect(openClient).toHaveBeenCalledTimes(1);
	});

	it.each(['delete', 'constructor', '__proto__'])('has no operation %p', async (operation) => {
		const [output] = await routeItems(contextOf([item('1', operation)]), options);
		expect(output?.[0]?.json.error).toBe(`The 'Resource' contact has no 'Operation' ${operation}`);
	});

	it('reports a client that cannot be opened with each item', async () => {
		const openClient = async () => await Promise.reject<string>(new Error('No credential'));
		const [output] = await routeItems(contextOf([item('1'), item('2')]), {
			...options,
			openClient,
		});
		expect(output?.map(({ json }) => json.error)).toEqual(['No credential', 'No credential']);
	});

	it('processes items of one key one after the other', async () => {
		let atWork = 0;
		const execute: Execute<string> = async () => {
			atWork += 1;
			await Promise.resolve();
			expect(atWork).toBe(1);
			atWork -= 1;
			return {};
		};
		const resources = { contact: { get: { description: [], execute } } };
		const context = contextOf([item('1'), item('1'), item('1')]);
		const keyOf = (_: IExecuteFunctions, itemIndex: number) =>
			String(context.getNodeParameter('id', itemIndex));
		const [output] = await routeItems(context, { ...options, resources, keyOf, concurrency: 3 });
		expect(output?.map(({ json }) => json)).toEqual([{}, {}, {}]);
	});
});
