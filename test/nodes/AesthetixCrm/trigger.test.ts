import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NodeHelpers, type IDataObject } from 'n8n-workflow';

import { AesthetixCrmTrigger } from '../../../nodes/AesthetixCrm/AesthetixCrmTrigger.node';
import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { crmPoller, fieldChanged, TAG_ADDED, watchedIn } from './support/crmPoller';
import { credentialOf } from './support/crmSandbox';

const TAG = 'modmed create';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => {
	sandbox.reset();
	resetProcessMemory();
});
afterAll(async () => await sandbox.stop());

let people = 0;
function person(more: object = {}): string {
	people += 1;
	return sandbox.location.addContact({
		firstName: 'Pat',
		lastName: `Number${people}`,
		email: `pat${people}@example.com`,
		...more,
	}).id;
}
const tag = (id: string) => sandbox.location.addTags(id, TAG);
const ids = (items: IDataObject[]) => items.map(({ id }) => String(id));

describe('Field Changed', () => {
	const LAST = 'Last Visit Date';
	const set = (id: string, value: string) =>
		sandbox.location.updateContact(id, { fields: { [LAST]: value } });

	it('tells of each change of the field and of no other', async () => {
		const known = person({ fields: { [LAST]: '2026-01-05' } });
		const id = person();
		const poller = crmPoller(sandbox, fieldChanged('last visit date'));
		await poller.activate();
		set(id, '2026-02-03');
		await poller.tick();
		sandbox.location.updateContact(id, { firstName: 'Other' });
		await poller.tick();
		set(id, '2026-02-04');
		set(known, '2026-02-04');
		await poller.tick();
		set(id, '');
		await poller.tick();
		await poller.tick();
		const told = poller.delivered.map(({ id: who, field, reasons }) => ({ who, field, reasons }));
		expect(told).toEqual(
			expect.arrayContaining([
				{ who: id, field: LAST, reasons: ['set'] },
				{ who: id, field: LAST, reasons: ['changed'] },
				{ who: known, field: LAST, reasons: ['changed'] },
				{ who: id, field: LAST, reasons: ['emptied'] },
			]),
		);
		expect(told).toHaveLength(4);
		expect(JSON.stringify(poller.state)).not.toContain('2026-');
		expect(watchedIn(poller)).toEqual([known]);
	});

	it('has the same key for the same value, whoever reads it', async () => {
		const id = person();
		const poller = crmPoller(sandbox, fieldChanged(LAST));
		await poller.activate();
		set(id, '2026-02-03');
		poller.outcome = () => 'error';
		await poller.tick();
		poller.outcome = () => 'success';
		await poller.tick();
		expect(poller.delivered[0]?.key).toMatch(/^Contact\/.+#field:[0-9a-f]{12}$/);
		expect(poller.delivered[1]?.key).toBe(poller.delivered[0]?.key);
	});

	it.each(['yes', 'rejected', 'ignored'] as const)(
		'works where searching by a custom field is answered: %s',
		async (answer) => {
			sandbox.unknowns.crm.set('customFieldFilterSupported', answer);
			const id = person();
			person();
			const poller = crmPoller(sandbox, fieldChanged(LAST));
			await poller.activate();
			set(id, '2026-02-03');
			await poller.tick();
			expect(ids(poller.delivered)).toEqual([id]);
		},
	);

	it('delivers a value that was set and went back while its execution broke off', async () => {
		const id = person({ fields: { [LAST]: '2026-02-03' } });
		const poller = crmPoller(sandbox, fieldChanged(LAST));
		await poller.activate();
		set(id, '2026-02-04');
		poller.outcome = () => 'error';
		await poller.tick();
		set(id, '2026-02-03');
		poller.outcome = () => 'success';
		await poller.tick();
		expect(ids(poller.done)).toEqual([id]);
	});

	it('puts out the contact itself where that is wanted', async () => {
		const id = person({ fields: { [LAST]: '2026-02-03' } });
		const options = { includeFilledBefore: true };
		const poller = crmPoller(sandbox, { ...fieldChanged(LAST), output: 'fullData', options });
		await poller.activate();
		expect(poller.delivered).toMatchObject([
			{ id, contact: { firstName: 'Pat', fields: { [LAST]: '2026-02-03' } } },
		]);
	});
});

it('says that no tag was chosen', async () => {
	const poller = crmPoller(sandbox, { event: 'tagAdded' });
	await poller.activate();
	expect(poller.errors.map(({ message }) => message)).toEqual(["The 'Tag' is empty"]);
});

describe('By hand', () => {
	it('shows one contact and remembers nothing', async () => {
		const id = person({ tags: [TAG] });
		const poller = crmPoller(sandbox, TAG_ADDED);
		const result = await poller.tick('manual');
		expect(result?.[0]?.[0]?.json).toMatchObject({ event: 'tagAdded', id, attempt: 1 });
		expect(poller.saved).toEqual({});
	});

	it('says what is missing', async () => {
		jest.spyOn(console, 'log').mockImplementation(() => undefined);
		await expect(crmPoller(sandbox, TAG_ADDED).tick('manual')).rejects.toThrow(
			"No contact has this 'Tag'",
		);
		const slip = { ...TAG_ADDED, tag: { __rl: true, mode: 'name', value: 'ModMed Craete' } };
		await expect(crmPoller(sandbox, slip).tick('manual')).rejects.toThrow(/no 'Tag' named/);
	});
});

it('polls every five minutes unless told otherwise', () => {
	const { description } = new AesthetixCrmTrigger();
	const parameters = NodeHelpers.getNodeParameters(
		description.properties,
		{},
		true,
		false,
		{ typeVersion: 1 },
		description,
	);
	expect(parameters).toMatchObject({
		event: 'tagAdded',
		pollTimes: { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
	});
});

it('a Location ID that is wrong for a while costs nothing of what was tagged meanwhile', async () => {
	const poller = crmPoller(sandbox, TAG_ADDED);
	await poller.activate();
	const right = credentialOf(sandbox);
	poller.enter({ ...right, locationId: 'SomebodyElsesLocation' } as never);
	const meanwhile = person();
	tag(meanwhile);
	await poller.tick();
	await poller.tick();
	expect(poller.errors.length).toBeGreaterThan(0);
	poller.enter(right as never);
	await poller.tick();
	expect(poller.delivered.map(({ contactId, id }) => contactId ?? id)).toEqual([meanwhile]);
});
