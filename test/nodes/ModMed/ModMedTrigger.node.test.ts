import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { ModMedTrigger } from '../../../nodes/ModMed/ModMedTrigger.node';
import { nodeOf } from '../../support/runNode';

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
