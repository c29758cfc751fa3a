import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

import type { GoLiveLine } from '../../domain/crm/goLive';
import { practiceSheet } from '../../scripts/demo/sheet';
import { openNodeTypes } from '../../scripts/nodeTypes';
import type { SheetRow } from '../../scripts/templates';
import { savedForm } from '../../scripts/tidyTemplates';
import {
	connectVerifyLocks,
	editWorkflow as editIn,
	nodeIn,
	runAndRead as executeIn,
	saveManualRuns,
	type EditedWorkflow,
} from './support/manualRuns';
import { NODES, TEMPLATES } from './support/templates';
import { withTestbed } from './support/withTestbed';

const SYNC_NAME = 'Sync ModMed appointments to Aesthetix CRM';

describe('Set-up, examples and locks on a real n8n', () => {
	const testbed = withTestbed({ seed: 'empty', everyTenSeconds: false });

	const edit = async (id: string, change: (workflow: EditedWorkflow) => void) =>
		await editIn(testbed().n8n, id, change);
	const execute = async (id: string, trigger: string, nodeName: string) =>
		await executeIn(testbed().n8n, id, trigger, nodeName);

	async function goLiveList(): Promise<GoLiveLine[]> {
		const { items } = await execute(TEMPLATES.setUp, NODES.runSetUpByHand, NODES.goLiveList);
		return items as unknown as GoLiveLine[];
	}

	it('names what blocks the go-live, and is ready once that is settled', async () => {
		const { sandbox } = testbed();
		await edit(TEMPLATES.setUp, saveManualRuns);
		sandbox.location.removeField('Next Visit Date');
		sandbox.crm.tags = [];
		sandbox.crm.pipelines = sandbox.crm.pipelines.slice(1);
		sandbox.crm.settings.allowDuplicateOpportunity = true;
		sandbox.crm.settings.revoke('opportunities.write');
		sandbox.modMed.access.revoke('pat_s', 'chrg_item_s');

		const first = await goLiveList();
		const blocking = first.filter(({ state }) => state === 'blocks').map(({ what }) => what);
		expect(blocking).toEqual([
			'The token lacks the permission for writing opportunities',
			'The location allows duplicate opportunities',
			'The CRM has no pipeline "Surgical Pipeline"',
			'ModMed does not allow this login to search Patient (Patient SEARCH by change)',
			'ModMed does not allow this login to search Patient (Patient SEARCH by email)',
			'ModMed does not allow this login to search Patient (Patient SEARCH by phone)',
			expect.stringContaining('has no category'),
			expect.stringMatching(/^Not ready: 7 of \d+ lines block/),
		]);
		expect(first.map(({ what }) => what)).toEqual(
			expect.arrayContaining([
				'Field "Next Visit Date": date, created now',
				'Tag "ModMed Create", created now',
			]),
		);
		expect(sandbox.crm.fields.find(({ name }) => name === 'Next Visit Date')?.dataType).toBe(
			'DATE',
		);

		sandbox.location.addPipeline('Surgical Pipeline', [
			'Consult Booked',
			'Consult Complete',
			'Surgery Scheduled',
			'Surgery Complete',
			'Cancelled / No-Show',
		]);
		sandbox.crm.settings.allowDuplicateOpportunity = false;
		sandbox.crm.settings.grant('opportunities.write');
		sandbox.modMed.access.grant('pat_s', 'chrg_item_s');
		const listed = practiceSheet();
		const missing = sandbox.modMed.appointmentTypes
			.filter(({ active, name }) => active && !listed.some((row) => row.appointmentType === name))
			.map(({ name }): SheetRow => ({ appointmentType: name, category: 'Block' }));
		await edit(TEMPLATES.setUp, (workflow) => {
			const mapper = nodeIn(workflow, ({ type }) => type.endsWith('.categoryMapper'));
			mapper.parameters.mappings = { mapping: [...listed, ...missing].map((row) => ({ ...row })) };
		});

		const second = await goLiveList();
		expect(second.filter(({ state }) => state === 'blocks')).toEqual([]);
		expect(second.some(({ what }) => what.includes('created now'))).toBe(false);
		expect(second.at(-1)).toMatchObject({ state: 'ready', what: 'Ready to go live' });
	}, 180_000);

	it('takes in the examples, which find their credentials and can be published', async () => {
		const { n8n } = testbed();
		const folder = join(__dirname, '../../workflows/examples');
		await n8n.importWorkflows(folder);
		for (const file of await readdir(folder)) {
			const { id } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { id: string };
			await n8n.api.publish(id);
			expect(await n8n.api.workflow(id)).toMatchObject({ active: true });
		}
	}, 120_000);

	it('names the workflow and the node that was edited, and says how to restore it', async () => {
		const { n8n } = testbed();
		await connectVerifyLocks(n8n);
		const verify = async () =>
			await execute(TEMPLATES.verifyLocks, NODES.runByHand, NODES.lockResults);

		const before = await verify();
		const touched = before.items.filter(({ unchanged }) => unchanged !== true);
		// The two of which this test makes n8n keep the executions.
		expect(touched.map(({ workflowId, changed }) => [workflowId, changed])).toEqual([
			[TEMPLATES.setUp, ['Settings of the workflow (edited)']],
			[TEMPLATES.verifyLocks, ['Settings of the workflow (edited)']],
		]);
		expect(before.items).toHaveLength(testbed().templates.length);

		// Support adds a type and moves a node, and the editor leaves out what is at its default.
		const nodeTypeOf = await openNodeTypes('source');
		await edit(TEMPLATES.syncAppointments, (workflow) => {
			workflow.nodes = workflow.nodes.map((node) => savedForm(node, nodeTypeOf));
			const mapper = nodeIn(workflow, ({ type }) => type.endsWith('.categoryMapper'));
			mapper.position = [400, 1000];
			mapper.parameters.mappings = { mapping: [{ appointmentType: 'Peel', category: 'Block' }] };
			workflow.settings.timezone = 'America/Chicago';
		});
		const supported = (await verify()).items.find(
			({ workflowId }) => workflowId === TEMPLATES.syncAppointments,
		);
		expect(supported).toMatchObject({
			unchanged: true,
			todo: expect.stringContaining('list different appointment types'),
		});

		await edit(TEMPLATES.syncAppointments, (workflow) => {
			const note = nodeIn(workflow, ({ name }) => name === NODES.writeNote);
			note.parameters.body = 'Something else';
		});
		const drafted = await verify();
		expect(drafted.message).toContain(
			`${SYNC_NAME}: ${NODES.writeNote} (edited), not published yet`,
		);
		await n8n.api.publish(TEMPLATES.syncAppointments);
		const published = await verify();
		expect(published.message).toMatch(/^Locked workflows were edited\. /);
		expect(published.message).toContain('Import the template again to restore it');
		expect(published.message).toContain(`${SYNC_NAME}: ${NODES.writeNote} (edited)`);
		expect(published.message).not.toContain('not published');
	}, 180_000);
});
