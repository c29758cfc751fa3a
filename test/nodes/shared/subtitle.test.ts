import { expect, test } from '@jest/globals';
import type { INodeProperties } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { AesthetixCrm } from '../../../nodes/AesthetixCrm/AesthetixCrm.node';
import { AesthetixCrmTrigger } from '../../../nodes/AesthetixCrm/AesthetixCrmTrigger.node';
import { ModMed } from '../../../nodes/ModMed/ModMed.node';
import { ModMedTrigger } from '../../../nodes/ModMed/ModMedTrigger.node';
import { TemplateLock } from '../../../nodes/TemplateLock/TemplateLock.node';
import { nodeOf, TestNodeTypes } from '../../support/runNode';

const types = {
	modMed: new ModMed(),
	modMedTrigger: new ModMedTrigger(),
	aesthetixCrm: new AesthetixCrm(),
	aesthetixCrmTrigger: new AesthetixCrmTrigger(),
	templateLock: new TemplateLock(),
};

/** What n8n's canvas shows below the name of a node. */
function subtitleOf(type: keyof typeof types, parameters: Record<string, string>): unknown {
	const node = nodeOf('Node', type, parameters);
	const nodeTypes = new TestNodeTypes(types);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const present = workflow.getNode('Node');
	const { subtitle } = types[type].description;
	return present && workflow.expression.getSimpleParameterValue(present, subtitle, 'internal', {});
}

const valuesOf = (properties: INodeProperties[], name: string) =>
	properties
		.filter((property) => property.name === name)
		.flatMap(({ options = [], displayOptions }) =>
			options.map((option) => ({
				resource: String(displayOptions?.show?.resource?.[0] ?? ''),
				value: 'value' in option ? String(option.value) : '',
			})),
		);

test.each([
	{ type: 'modMed', parameters: {}, says: 'Get an appointment' },
	{
		type: 'modMed',
		parameters: { resource: 'patient', operation: 'create' },
		says: 'Create a patient',
	},
	{ type: 'modMedTrigger', parameters: {}, says: 'Appointment Changed' },
	{ type: 'templateLock', parameters: { operation: 'verify' }, says: 'Verify a locked template' },
] as const)('$type says: $says', ({ type, parameters, says }) => {
	expect(subtitleOf(type, { ...parameters } as Record<string, string>)).toBe(says);
});

test('every operation and every event has words of its own', () => {
	for (const [type, { description }] of Object.entries(types)) {
		const name = type.endsWith('Trigger') ? 'event' : 'operation';
		const said = valuesOf(description.properties, name).map(({ resource, value }) =>
			subtitleOf(type as keyof typeof types, {
				...(resource !== '' && { resource }),
				[name]: value,
			}),
		);
		expect(said.length).toBeGreaterThan(1);
		expect(said.every((words) => /^[A-Z][a-z]+ /.test(String(words)))).toBe(true);
		expect(new Set(said).size).toBe(said.length);
	}
});
