import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { resources } from '../../../nodes/ModMed/actions/router';
import { ModMed } from '../../../nodes/ModMed/ModMed.node';
import { ModMedTrigger } from '../../../nodes/ModMed/ModMedTrigger.node';
import { nodeOf } from '../../support/runNode';

const { description } = new ModMed();

function optionsOf(property: INodeProperties | undefined): string[] {
	return (property?.options ?? []).map((option) => ('value' in option ? String(option.value) : ''));
}

describe('the ModMed node', () => {
	it('offers exactly the operations it can execute', () => {
		const offeredResources = optionsOf(
			description.properties.find(({ name }) => name === 'resource'),
		);
		const offered = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) =>
				optionsOf(property).map(
					(operation) => `${String(property.displayOptions?.show?.resource?.[0])}.${operation}`,
				),
			);
		const executed = Object.entries(resources).flatMap(([resource, operations]) =>
			Object.keys(operations).map((operation) => `${resource}.${operation}`),
		);
		expect(offered.sort()).toEqual(executed.sort());
		expect(new Set(offered.map((name) => name.split('.')[0]))).toEqual(new Set(offeredResources));
	});

	it('names an action for each operation', () => {
		for (const { name, options = [] } of description.properties) {
			if (name !== 'operation') continue;
			for (const option of options) expect(option).toHaveProperty('action');
		}
	});
});

describe('the ModMed Trigger', () => {
	it('polls every five minutes unless told otherwise', () => {
		// n8n puts this in front of the properties of every polling trigger.
		const common: INodeProperties = {
			displayName: 'Poll Times',
			name: 'pollTimes',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: { item: [{ mode: 'everyMinute' }] },
			options: [
				{
					displayName: 'Item',
					name: 'item',
					values: [
						{ displayName: 'Mode', name: 'mode', type: 'string', default: 'everyDay' },
						{ displayName: 'Value', name: 'value', type: 'number', default: 2 },
						{ displayName: 'Unit', name: 'unit', type: 'string', default: 'hours' },
					],
				},
			],
		};
		const trigger = new ModMedTrigger().description;
		const resolve = (parameters = {}, withDefaults = true) =>
			NodeHelpers.getNodeParameters(
				[common, ...trigger.properties],
				parameters,
				withDefaults,
				false,
				nodeOf('Trigger', 'modMedTrigger', parameters),
				trigger,
			)?.pollTimes;
		const five = { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] };
		const one = { item: [{ mode: 'everyMinute' }] };
		expect(resolve()).toEqual(five);
		expect(resolve({ pollTimes: one })).toEqual(one);
		expect(resolve({ pollTimes: one }, false)).toEqual(one);
	});
});
