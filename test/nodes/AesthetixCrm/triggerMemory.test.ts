import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { hashOf, parseWatched } from '../../../domain/changes/contactWatch';
import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { PollHarness } from '../../support/pollHarness';
import { crmPoller, fieldChanged } from './support/crmPoller';
import { credentialOf } from './support/crmSandbox';

const LAST = 'Last Visit Date';
const DAY = '2026-02-03';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => {
	sandbox.reset();
	sandbox.crm.identity.token = sandbox.crm.token;
	resetProcessMemory();
});
afterAll(async () => await sandbox.stop());

const person = () => sandbox.location.addContact({ fields: { [LAST]: DAY } }).id;
const set = (id: string, value: string) =>
	sandbox.location.updateContact(id, { fields: { [LAST]: value } });
const told = (poller: PollHarness) =>
	poller.delivered.map(({ id, reasons }: IDataObject) => [id, ...[reasons].flat()]);

function replaceToken(poller: PollHarness, privateIntegrationToken: string): void {
	sandbox.crm.identity.token = privateIntegrationToken;
	poller.enter({ ...credentialOf(sandbox), privateIntegrationToken } as never);
}

/** The mark that was kept before there was a key: a hash that anybody could make. */
function unkeyed(id: string, day: string): string {
	const [fieldId = ''] = Object.keys(sandbox.location.contact(id)?.customFields ?? {});
	return hashOf(fieldId, id, JSON.stringify(day));
}

/** Saves the memory as versions before the key did. */
function saveFormerly(poller: PollHarness, seen: Record<string, string>): void {
	const [saved] = Object.values(poller.saved) as [Record<string, IDataObject>];
	const { watched, includeBefore, stocked, inFlight, attempts, lastHandOver } =
		saved.fieldChanged as IDataObject;
	const rest = { watched, includeBefore, stocked, inFlight, attempts, lastHandOver };
	saved.fieldChanged = { version: 1, ...rest, seen };
	poller.restart();
}

it('holds nothing that can be made again without the token', async () => {
	const id = person();
	const mark = async (privateIntegrationToken: string) => {
		resetProcessMemory();
		const poller = crmPoller(sandbox, fieldChanged(LAST));
		replaceToken(poller, privateIntegrationToken);
		await poller.activate();
		expect(JSON.stringify(poller.saved)).not.toContain(unkeyed(id, DAY));
		return parseWatched(String(poller.state.seen))[id];
	};
	const marks = [await mark('pit-one'), await mark('pit-another'), await mark('pit-one')];
	expect(marks[0]).toMatch(/^[\w-]{4}$/);
	expect(marks[1]).not.toBe(marks[0]);
	expect(marks[2]).toBe(marks[0]);
});

it('is taken over from former versions without an event, and still notices changes', async () => {
	const [same, changed, later, emptied] = [person(), person(), person(), person()];
	const poller = crmPoller(sandbox, fieldChanged(LAST));
	await poller.activate();
	const ids = [same, changed, later, emptied] as string[];
	saveFormerly(poller, Object.fromEntries(ids.map((id) => [id, unkeyed(id, DAY)])));
	set(changed!, '2026-02-04');
	set(emptied!, '');
	await poller.tick();
	expect(told(poller)).toEqual([
		[changed, 'changed'],
		[emptied, 'emptied'],
	]);
	expect(String(poller.state.seen)).not.toMatch(/:[0-9a-f]{12}\b/);
	set(later!, '2026-02-05');
	await poller.tick();
	expect(told(poller).slice(2)).toEqual([[later, 'changed']]);
});

it('does not deliver what has not changed when the token is replaced, even after a restart', async () => {
	const [quiet, changed] = [person(), person()];
	// So long ago that it is not taken for something that came while the token was replaced.
	sandbox.clock.advance(-86_400_000);
	set(quiet!, '2026-01-01');
	sandbox.clock.advance(86_400_000);
	const poller = crmPoller(sandbox, fieldChanged(LAST));
	await poller.activate();
	set(changed!, '2026-02-04');
	replaceToken(poller, 'pit-new');
	poller.restart();
	await poller.tick();
	await poller.tick();
	expect(told(poller)).toEqual([[changed, 'changed']]);
});
