import { describe, expect, it } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../../nodes/ModMed/actions/router';
import { ModMed } from '../../../nodes/ModMed/ModMed.node';

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
