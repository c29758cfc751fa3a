import { expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { TemplateLock } from '../../../nodes/TemplateLock/TemplateLock.node';
import { deliveredLocks } from '../../../nodes/TemplateLock/deliveredLocks';
import { readTemplate } from '../../support/runTemplate';
import { runNode } from '../../support/runNode';

const around = { nodeTypes: { templateLock: new TemplateLock() } };
const run = async (operation: string, items: unknown[]) => {
	const { output, error } = await runNode(
		'templateLock',
		{ operation },
		items as IDataObject[],
		around,
	);
	expect(error).toBeUndefined();
	return output.map(({ json }) => json);
};
const SYNC = 'Sync ModMed appointments to Aesthetix CRM';
const sync = () => readTemplate('01-sync-appointments.json');
const setUp = () => readTemplate('00-set-up-location.json');
const node = (workflow: ReturnType<typeof sync>, name: string) =>
	workflow.nodes.find((one) => one.name === name)!;

test('lists the locked templates', async () => {
	const templates = await run('getAll', [{}]);
	expect(templates.map(({ workflowId }) => workflowId)).toEqual([...deliveredLocks().keys()]);
	expect(templates).toContainEqual({ workflowId: sync().id, name: SYNC });
});

test('names the workflow and the node that was edited', async () => {
	const edited = sync();
	node(edited, 'Write the note').parameters.body = 'Something else';
	const [first, second] = await run('verify', [edited, setUp()]);
	expect(first).toMatchObject({
		workflow: SYNC,
		unchanged: false,
		changed: ['Write the note (edited)'],
		todo: expect.stringContaining('Import the template again'),
	});
	expect(second).toMatchObject({ unchanged: true, changed: [], todo: '' });
});

test('tells what runs from what is only being edited', async () => {
	const draft = sync();
	node(draft, 'Write the note').disabled = true;
	const { nodes, connections } = sync();
	const activeVersion = { nodes, connections };
	const [drafted] = await run('verify', [{ ...draft, activeVersion }]);
	expect(drafted).toMatchObject({ changed: ['Write the note (edited), not published yet'] });
	const published = { nodes: draft.nodes, connections };
	const [running] = await run('verify', [{ ...sync(), activeVersion: published }]);
	expect(running).toMatchObject({ unchanged: false, changed: ['Write the note (edited)'] });
});

test('says when two Category Mappers list different types', async () => {
	const loaded = sync();
	const mapping = [{ appointmentType: 'Peel', category: 'Block' }];
	node(loaded, 'Category Mapper').parameters.mappings = { mapping };
	const verdicts = await run('verify', [loaded, setUp()]);
	expect(verdicts.every(({ unchanged }) => unchanged)).toBe(true);
	expect(verdicts[0]?.todo).toContain('list different appointment types');
	const alike = setUp();
	node(alike, 'Category Mapper').parameters.mappings = { mapping };
	expect((await run('verify', [loaded, alike])).map(({ todo }) => todo)).toEqual(['', '']);
});

test('what could not be read does not count as unchanged', async () => {
	const [item] = await run('verify', [{ workflowId: sync().id, name: SYNC }]);
	expect(item).toMatchObject({ unchanged: false, changed: ['could not be read'] });
	const [other] = await run('verify', [{ id: 'x', name: 'Mine', nodes: [], connections: {} }]);
	expect(other).toMatchObject({
		unchanged: true,
		todo: expect.stringContaining('not a locked template'),
	});
});
