import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { changesSince, lockOf, OPEN_NOTE } from '../../../domain/template/templateLock';

type Workflow = ReturnType<typeof workflow>;

function workflow() {
	return {
		id: 'modmedTemplate01',
		name: 'Template',
		active: false,
		settings: { timezone: 'America/New_York', saveDataErrorExecution: 'none' } as object,
		nodes: [
			node('Start', 'modMedTrigger', {
				pollTimes: { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
				event: 'appointmentChanged',
			}),
			node('Category Mapper', 'categoryMapper', { mappings: { mapping: [] } }),
			node('Write', 'aesthetixCrm', { resource: 'note', body: 'Hello' }),
			node('Tell support', 'noOp', {}, { notes: OPEN_NOTE }),
			node('About', 'stickyNote', { content: 'Read this', width: 200 }),
		],
		connections: {
			Start: { main: [[to('Category Mapper')]] },
			'Category Mapper': { main: [[to('Write')], [to('Tell support')]] },
		} as Record<string, object>,
	};
}

function node(name: string, type: string, parameters: object, more: object = {}) {
	const credentials = { aesthetixCrmApi: { id: null as string | null, name: 'Aesthetix CRM' } };
	const about = { id: `id-${name}`, typeVersion: 1, position: [0, 0], credentials };
	return { name, type: `pack.${type}`, parameters, ...about, ...more } as Record<string, unknown>;
}

function to(name: string) {
	return { node: name, type: 'main', index: 0 };
}

const changes = (change: (copy: Workflow) => void) => {
	const copy = workflow();
	change(copy);
	return changesSince(lockOf(workflow()), copy);
};
const named = (copy: Workflow, name: string) => copy.nodes.find((one) => one.name === name)!;

test('what n8n, support and the practice may change is no change', () => {
	const found = changes((copy) => {
		Object.assign(copy, { active: true, versionId: 'v2', shared: [], name: 'Our sync' });
		copy.settings = { ...copy.settings, timezone: 'Europe/Berlin', redactionPolicy: 'all' };
		for (const one of copy.nodes) {
			one.position = [100, 200];
			one.id = 'another';
			one.credentials = { aesthetixCrmApi: { id: '7', name: 'Other' } };
		}
		named(copy, 'Category Mapper').parameters = { surgicalPipeline: 'Surgery' };
		named(copy, 'Start').parameters = { event: 'appointmentChanged' };
		Object.assign(named(copy, 'Tell support'), { type: 'n8n.slack', parameters: { text: 'x' } });
		named(copy, 'About').parameters = { content: 'Read this', width: 900, color: 3 };
		Object.assign(named(copy, 'Write'), { disabled: false, executeOnce: undefined });
		copy.connections.Write = { main: [[]] };
		copy.nodes.reverse();
		copy.nodes.push(node('Our note', 'stickyNote', { content: 'Call Jane' }));
	});
	expect(found).toEqual([]);
});

test.each<[string, (copy: Workflow) => void, string[]]>([
	['a parameter', (copy) => (named(copy, 'Write').parameters = { body: 'Hi' }), ['Write (edited)']],
	['a switch', (copy) => (named(copy, 'Write').disabled = true), ['Write (edited)']],
	['an error setting', (copy) => (named(copy, 'Start').onError = 'x'), ['Start (edited)']],
	[
		'slower polling',
		(copy) => Object.assign(named(copy, 'Start').parameters as object, { pollTimes: {} }),
		['Start (edited)'],
	],
	[
		'a wire',
		(copy) => (copy.connections['Category Mapper'] = { main: [[], [to('Write')]] }),
		['Category Mapper (edited)'],
	],
	[
		'a name',
		(copy) => (named(copy, 'Write').name = 'Note'),
		['Write (removed or renamed)', 'Note (added)'],
	],
	['a sticky note', (copy) => (named(copy, 'About').parameters = {}), ['About (edited)']],
	[
		'what is saved',
		(copy) => (copy.settings = { saveDataErrorExecution: 'all' }),
		['Settings of the workflow (edited)'],
	],
])('%s that was changed is named', (_what, change, expected) => {
	expect(changes(change)).toEqual(expected);
});

test('a lock does not depend on the order of keys or nodes, and tells any two values apart', () => {
	fc.assert(
		fc.property(
			fc.jsonValue(),
			fc.jsonValue(),
			fc.integer({ min: 0, max: 4 }),
			(one, other, turn) => {
				const build = (value: unknown, reversed: boolean) => {
					const copy = workflow();
					const parameters = Object.entries({ value, resource: 'note' });
					named(copy, 'Write').parameters = Object.fromEntries(
						reversed ? parameters.reverse() : parameters,
					);
					copy.nodes.push(...copy.nodes.splice(0, turn));
					return lockOf(copy).lock;
				};
				expect(build(one, false)).toBe(build(one, true));
				const same = JSON.stringify(one) === JSON.stringify(other);
				if (!same && typeof one !== 'object' && typeof other !== 'object') {
					expect(build(one, false)).not.toBe(build(other, false));
				}
			},
		),
	);
});

test('what is no workflow has a lock too', () => {
	for (const broken of [undefined, null, 'text', { nodes: 'x', connections: [] }]) {
		expect(lockOf(broken).nodes).toEqual({});
	}
});
