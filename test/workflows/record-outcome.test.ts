import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';

import { templateFiles } from '../../scripts/tidyTemplates';
import { startSandbox, type Sandbox } from '../../sandbox';
import { FakeLedger } from '../support/fakeLedger';
import {
	nodeTypesHere,
	readTemplate,
	runTemplate,
	type TemplateJson,
} from '../support/runTemplate';

const RECORD = readTemplate('20-record-outcome.json');
const DATA_TABLE = 'n8n-nodes-base.dataTable';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
afterAll(async () => await sandbox.stop());

const problem = (given: IDataObject = {}): IDataObject => ({
	resource: 'Appointment/1',
	eventKey: 'Appointment/1#abc',
	outcome: 'waiting',
	reason: 'ModMed could not be reached',
	nextStep: 'Try again later.',
	changedAt: '2030-01-01T00:00:00.000Z',
	temporary: false,
	attempt: 1,
	...given,
});

async function record(ledger: FakeLedger, ...items: IDataObject[]) {
	const { description } = (await nodeTypesHere())(DATA_TABLE, 1.1);
	const stubs = { [DATA_TABLE]: ledger.nodeType(description) };
	return await runTemplate(RECORD, { sandbox, items, stubs });
}

describe('20-record-outcome.json in process', () => {
	it('writes what waits, in sentences, and does not say that it was reported', async () => {
		const ledger = new FakeLedger();
		expect((await record(ledger, problem())).error).toBeUndefined();
		expect([...ledger.rows.values()]).toEqual([
			{
				resource: 'Appointment/1',
				eventKey: 'Appointment/1#abc',
				outcome: 'waiting',
				reason: 'ModMed could not be reached. Try again later.',
				appointmentType: '',
				nearestTypes: '',
				changedAt: '2030-01-01T00:00:00.000Z',
			},
		]);
	});

	it('lets the next problem be reported after a success', async () => {
		const ledger = new FakeLedger();
		await record(ledger, problem({ outcome: 'synced', reason: '', nextStep: '' }));
		expect(ledger.rows.get('Appointment/1')).toMatchObject({ outcome: 'synced', reportedAt: '' });
	});

	it.each([
		{ temporary: true, attempt: 1, isRetried: true },
		{ temporary: true, attempt: 2, isRetried: true },
		{ temporary: true, attempt: 3, isRetried: false },
		{ temporary: false, attempt: 1, isRetried: false },
	])('temporary: $temporary, attempt: $attempt, retried: $isRetried', async (given) => {
		const { isRetried, ...item } = given;
		const ledger = new FakeLedger();
		const { error } = await record(ledger, problem(item));
		expect(error?.message ?? '').toMatch(
			isRetried ? /^ModMed could not be reached\. .*delivered again at the next poll/ : /^$/,
		);
		expect(ledger.rows.size).toBe(isRetried ? 0 : 1);
	});

	it('records what will not succeed before it stops for what may', async () => {
		const ledger = new FakeLedger();
		const lasting = problem({ resource: 'Appointment/2' });
		const { error } = await record(ledger, problem({ temporary: true }), lasting);
		expect(error).toBeDefined();
		expect([...ledger.rows.keys()]).toEqual(['Appointment/2']);
	});

	it('clears an entry', async () => {
		const ledger = new FakeLedger();
		await record(ledger, problem(), problem({ resource: 'Contact/2' }));
		await record(ledger, { resource: 'Contact/2', outcome: 'cleared' });
		expect([...ledger.rows.keys()]).toEqual(['Appointment/1']);
	});

	it('writes nothing for a call without an outcome', async () => {
		const ledger = new FakeLedger();
		expect((await record(ledger, { days: 3 })).error).toBeUndefined();
		expect(ledger.rows.size).toBe(0);
	});
});

/** What a caller may pass: n8n saves it before the sub-workflow runs. */
const PASSED = [
	'appointmentType',
	'attempt',
	'changedAt',
	'earliest',
	'eventKey',
	'explanation',
	'nearestTypes',
	'nextStep',
	'outcome',
	'reason',
	'reportedAt',
	'resource',
	'temporary',
];
/** Triggers whose items say when, and the node that gathers two of them. */
const HARMLESS = /\.(scheduleTrigger|manualTrigger|noOp)$/;

function callersIn({ nodes, connections }: TemplateJson): Array<[call: string, before: INode]> {
	const calls = nodes.filter(
		({ type, parameters }) =>
			type.endsWith('.executeWorkflow') && JSON.stringify(parameters).includes(RECORD.id),
	);
	return calls.flatMap(({ name }) =>
		nodes
			.filter((before) =>
				(connections[before.name]?.main ?? []).some((ends) =>
					(ends ?? []).some(({ node }) => node === name),
				),
			)
			.map((before): [string, INode] => [name, before]),
	);
}

describe('What the templates pass to it', () => {
	it('is made of the names that stand here, in a node that passes nothing else', async () => {
		const files = (await templateFiles()).filter((file) => !file.includes('examples'));
		const callers = files.flatMap((file) => callersIn(readTemplate(file.split('/').at(-1) ?? '')));
		expect(callers.length).toBeGreaterThan(10);
		for (const [, { name, type, parameters }] of callers) {
			if (HARMLESS.test(type)) continue;
			expect([name, type, parameters.includeOtherFields ?? false]).toEqual([
				name,
				'n8n-nodes-base.set',
				false,
			]);
			const { assignments } = parameters.assignments as { assignments: Array<{ name: string }> };
			const others = assignments.filter((field) => !PASSED.includes(field.name));
			expect([name, others]).toEqual([name, []]);
		}
	});
});
