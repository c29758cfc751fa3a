import { expect, test } from '@jest/globals';
import { NodeHelpers } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

import { AesthetixCrm } from '../../../nodes/AesthetixCrm/AesthetixCrm.node';

const { description, methods } = new AesthetixCrm();
const { properties } = description;

function named(name: string): INodeProperties[] {
	return properties.filter((property) => property.name === name);
}

test('every operation can be reached and says what it does', () => {
	const [resource] = named('resource');
	const resources = (resource?.options ?? []).map((option) => 'value' in option && option.value);
	const operations = named('operation');
	expect(operations.flatMap(({ displayOptions }) => displayOptions?.show?.resource)).toEqual(
		resources,
	);
	for (const { options = [], default: first } of operations) {
		expect(options.map((option) => 'value' in option && option.value)).toContain(first);
		for (const option of options) expect('action' in option && option.action).toBeTruthy();
	}
});

test('every parameter belongs to an operation that exists, and every list to a method', () => {
	const known = new Map(
		named('operation').map(({ displayOptions, options = [] }) => [
			displayOptions?.show?.resource?.[0],
			options.map((option) => 'value' in option && option.value),
		]),
	);
	for (const { name, displayOptions, modes = [] } of properties) {
		for (const mode of modes) {
			const method = mode.typeOptions?.searchListMethod;
			if (method) expect(Object.keys(methods.listSearch)).toContain(method);
		}
		if (['resource', 'operation'].includes(name)) continue;
		const { resource = [], operation = [] } = displayOptions?.show ?? {};
		expect(known.get(resource[0])).toEqual(expect.arrayContaining(operation));
	}
});

test('n8n fills in the defaults', () => {
	const parameters = NodeHelpers.getNodeParameters(
		properties,
		{ resource: 'field', operation: 'set' },
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	expect(parameters).toMatchObject({ resource: 'field', operation: 'set', specify: 'rows' });
});
