import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { GoLiveLine } from '../../domain/crm/goLive';
import { startSandbox, type Sandbox } from '../../sandbox';
import { practiceSheet } from '../../scripts/demo/sheet';
import { readTemplate, runTemplate } from '../support/runTemplate';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
}, 60_000);
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

async function goLiveList(sheet = practiceSheet(), changes: object = {}): Promise<GoLiveLine[]> {
	const template = readTemplate('00-set-up-location.json');
	const mapper = template.nodes.find(({ type }) => type.endsWith('.categoryMapper'));
	Object.assign(mapper!.parameters, { mappings: { mapping: sheet } }, changes);
	const run = await runTemplate(template, { sandbox, start: 'Run by hand' });
	expect(run.error).toBeUndefined();
	return run.items('Go-live list') as unknown as GoLiveLine[];
}

/** Types of the practice that its sheet forgets. */
const unlisted = () =>
	sandbox.modMed.appointmentTypes
		.filter(
			({ active, name }) => active && !practiceSheet().some((row) => row.appointmentType === name),
		)
		.map(({ name }) => name);
const wholeSheet = () => [
	...practiceSheet(),
	...unlisted().map((appointmentType) => ({ appointmentType, category: 'Block' })),
];
const blocking = (lines: GoLiveLine[]) => lines.filter(({ state }) => state === 'blocks');

test('a practice that is set up is ready, line by line', async () => {
	const lines = await goLiveList(wholeSheet());
	expect(blocking(lines)).toEqual([]);
	expect(lines.every((line) => Object.keys(line).join() === 'state,what,todo')).toBe(true);
	expect(lines.at(-1)).toMatchObject({ state: 'ready', what: 'Ready to go live' });
	const types = sandbox.modMed.appointmentTypes.filter(({ active }) => active);
	expect(
		lines.filter(({ what }) => / is (Non-)?Surgical| is (Pre|Post|Bl)/.test(what)),
	).toHaveLength(types.length);
});

test('names every blocker, and a second run is ready', async () => {
	sandbox.location.removeField('Next Visit Date');
	sandbox.location.removeField('ModMed Birthday');
	sandbox.location.addField('ModMed Birthday', 'TEXT');
	sandbox.crm.tags = [];
	sandbox.crm.settings.allowDuplicateOpportunity = true;
	sandbox.crm.settings.revoke('contacts.write');
	sandbox.modMed.access.revoke('appmt_s');
	const pipeline = sandbox.crm.pipelines[0]!;
	pipeline.name = 'Surgery';

	expect(unlisted()).toHaveLength(1);
	const lines = await goLiveList();
	expect(blocking(lines).map(({ what }) => what)).toEqual([
		'The token lacks the permission for writing contacts',
		'The location allows duplicate opportunities',
		'The CRM has no pipeline "Surgical Pipeline"',
		'Field "ModMed Birthday" is of the type text, not date',
		'ModMed does not allow this login to search Appointment (Appointment SEARCH)',
		...unlisted().map((name) => `"${name}" has no category`),
		expect.stringMatching(/^Not ready: 6 of \d+ lines block the go-live$/),
	]);
	expect(lines.map(({ what }) => what)).toEqual(
		expect.arrayContaining(['Field "Next Visit Date": date, created now']),
	);

	sandbox.crm.fields.find(({ name }) => name === 'ModMed Birthday')!.name = 'Birthday text';
	sandbox.crm.settings.allowDuplicateOpportunity = false;
	sandbox.crm.settings.grant('contacts.write');
	sandbox.modMed.access.grant('appmt_s');
	const second = await goLiveList(wholeSheet(), { surgicalPipeline: 'Surgery' });
	expect(blocking(second)).toEqual([]);
	expect(second.at(-1)?.what).toBe('Ready to go live');
});

test('says what stands in the way where the types cannot be read or the sheet is not right', async () => {
	sandbox.modMed.access.revoke('val_set_r');
	const unread = blocking(await goLiveList());
	expect(unread.map(({ what }) => what)).toEqual(
		expect.arrayContaining([expect.stringContaining('could not be compared')]),
	);
	sandbox.modMed.access.grant('val_set_r');
	const sheet = [{ appointmentType: 'Consult', category: 'Surgery' }];
	const wrong = blocking(await goLiveList(sheet)).map(({ what }) => what);
	expect(wrong[0]).toContain('"Surgery" is not a category');
	expect(wrong).toHaveLength(2);
});
