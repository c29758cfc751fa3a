import { readFileSync } from 'node:fs';
import { relative, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { INode, INodeTypes } from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import type { NodeTypeOf } from '../../scripts/nodeTypes';
import { savedForm } from '../../scripts/tidyTemplates';
import { nodeTypesHere, readTemplate, type TemplateJson } from '../support/runTemplate';

/** Whoever has imported a template finds it again by its id: these never change. */
const IDS = {
	'00-set-up-location.json': 'modmedSetUpCheck',
	'01-sync-appointments.json': 'modmedSyncAppts1',
	'02-sync-patients.json': 'modmedSyncPatnt1',
	'03-sync-charges.json': 'modmedSyncCharg1',
	'04-create-patient.json': 'modmedCreatePat1',
	'05-copy-birthday.json': 'modmedCopyBirth1',
	'06-catch-up.json': 'modmedCatchUpSyn',
	'07-report-failures.json': 'modmedReportFail',
	'08-verify-locks.json': 'modmedVerifyLock',
	'20-record-outcome.json': 'modmedRecordOutc',
	'examples/ask-for-review.json': 'exampleAskReview',
	'examples/remind-before-visit.json': 'exampleRemindVis',
	'examples/report-lifetime-value.json': 'exampleLtvReport',
	'examples/win-back.json': 'exampleWinBackPa',
};
const FORBIDDEN =
	/"(instanceId|versionId|activeVersionId|shared|staticData|triggerCount|createdAt|updatedAt|cachedResultName|cachedResultUrl)":/;
const NO_CODE = /\.(code|function|functionItem|executeCommand|httpRequest)$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const FILES = Object.keys(IDS);

let nodeTypeOf: NodeTypeOf;
beforeAll(async () => {
	nodeTypeOf = await nodeTypesHere();
}, 60_000);

const known: INodeTypes = {
	getByName: (type) => nodeTypeOf(type, 1),
	getByNameAndVersion: (type, version = 1) => nodeTypeOf(type, version),
	getKnownTypes: () => ({}),
};
const textOf = (file: string) => readFileSync(join(__dirname, '../../workflows', file), 'utf8');
const isSticky = ({ type }: INode) => type.endsWith('.stickyNote');
const workingNodes = ({ nodes }: TemplateJson) => nodes.filter((node) => !isSticky(node));

test('there are no others, and nothing is there twice', async () => {
	const { templateFiles } = await import('../../scripts/tidyTemplates');
	const folder = join(__dirname, '../../workflows');
	expect((await templateFiles()).map((file) => relative(folder, file))).toEqual(FILES);
	const templates = FILES.map(readTemplate);
	for (const values of [
		templates.map(({ id }) => id),
		templates.map(({ name }) => name),
		templates.flatMap(({ nodes }) => nodes.map(({ id }) => id)),
	]) {
		expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
	}
});

describe.each(Object.entries(IDS))('%s', (file, id) => {
	const template = readTemplate(file);
	const { nodes, connections, settings } = template;

	test('keeps its id and carries nothing of anybody’s n8n', () => {
		expect(template.id).toBe(id);
		expect(id).toMatch(/^\w{16}$/);
		expect(textOf(file)).not.toMatch(FORBIDDEN);
		// Tags: n8n's import stumbles over one that two workflows bring along.
		expect(template).toMatchObject({ active: false, pinData: {}, tags: [] });
		for (const node of nodes) {
			expect(node.id).toMatch(UUID);
			for (const credential of Object.values(node.credentials ?? {})) {
				expect(credential).toEqual({
					id: null,
					name: expect.stringMatching(/^(ModMed|Aesthetix CRM|n8n API)$/),
				});
			}
		}
	});

	test('explains itself, in a sticky note and in words', () => {
		expect(nodes.filter(isSticky).map(({ name }) => name)).toContain('About this workflow');
		expect(template).toMatchObject({ description: expect.stringMatching(/.{60}/) });
	});

	test('saves no run and runs on the time of the practice', () => {
		expect(settings).toMatchObject({
			executionOrder: 'v1',
			timezone: 'America/New_York',
			saveDataErrorExecution: 'none',
			saveDataSuccessExecution: 'none',
			saveManualExecutions: false,
			saveExecutionProgress: false,
		});
	});

	test('is built of nodes that exist, as the editor saves them (npm run tidy)', () => {
		expect(nodes.filter(({ type }) => NO_CODE.test(type))).toEqual([]);
		for (const node of nodes) {
			const { description } = nodeTypeOf(node.type, node.typeVersion);
			expect([description.version].flat()).toContain(node.typeVersion);
			expect(savedForm(node, nodeTypeOf)).toEqual(node);
			const parameters = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			const filled = { ...node, parameters: parameters ?? {} };
			const issues = NodeHelpers.getNodeParametersIssues(
				description.properties,
				filled,
				description,
			);
			expect([node.name, issues?.parameters ?? {}]).toEqual([node.name, {}]);
		}
	});

	test('is wired up: every node is reached, every error goes somewhere', () => {
		const workflow = new Workflow({ nodes, connections, active: false, nodeTypes: known });
		const names = new Set(workingNodes(template).map(({ name }) => name));
		const targets = Object.values(connections).flatMap(({ main = [] }) =>
			main.flatMap((ends) => (ends ?? []).map(({ node }) => node)),
		);
		for (const name of [...Object.keys(connections), ...targets]) expect(names).toContain(name);
		for (const node of workingNodes(template)) {
			const { description } = nodeTypeOf(node.type, node.typeVersion);
			const isTrigger = description.group.includes('trigger');
			if (!isTrigger) expect(targets).toContain(node.name);
			if (node.onError !== 'continueErrorOutput') continue;
			const errorOutput = NodeHelpers.getNodeOutputs(workflow, node, description).length - 1;
			const wires = connections[node.name]?.main?.[errorOutput] ?? [];
			expect([node.name, wires.length > 0]).toEqual([node.name, true]);
		}
	});

	test('refers to nodes and workflows that are there', () => {
		const names = nodes.map(({ name }) => name);
		const referred = [...JSON.stringify(nodes).matchAll(/\$\('((?:[^'\\]|\\.)+)'\)/g)];
		for (const [, name] of referred) expect(names).toContain(name?.replace(/\\/g, ''));
		const called = nodes
			.filter(({ type }) => type.endsWith('.executeWorkflow'))
			.map(({ parameters }) => (parameters.workflowId as { value: string }).value)
			// As an expression, or n8n would demand that the called workflow is published first.
			.map((value) => value.replace(/^=/, ''));
		const { errorWorkflow } = settings;
		const isChosen = (value: string) => value.startsWith('{{');
		/** Where the kind of the event decides, the templates to choose from stand in a node before. */
		const choices = [...JSON.stringify(nodes).matchAll(/template\\*": \\*"(\w+)/g)];
		const wanted = [...choices.map(([, one]) => one), ...(errorWorkflow ? [errorWorkflow] : [])];
		for (const workflowId of [...called.filter((one) => !isChosen(one)), ...wanted]) {
			expect(Object.values(IDS)).toContain(workflowId);
		}
		if (called.some(isChosen)) expect(choices).not.toEqual([]);
	});
});
