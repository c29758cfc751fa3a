import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type IDataObject } from 'n8n-workflow';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../../sandbox';
import type { PollHarness } from '../../support/pollHarness';
import { crmPoller, TAG_ADDED, watchedIn } from './support/crmPoller';
import { credentialOf } from './support/crmSandbox';
import { runOne } from './support/runCrm';

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
const untag = (id: string) => sandbox.location.removeTags(id, TAG);
const ids = (items: IDataObject[]) => items.map(({ id }) => String(id));
/** What the template does in every outcome. */
const takingTheTagOff = (poller: PollHarness) => {
	poller.outcome = (items) => {
		for (const { id } of items) untag(String(id));
		return 'success';
	};
};

describe('Tag Added', () => {
	it('tells of the contact that got the tag, by reference', async () => {
		const before = person({ tags: [TAG] });
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		await poller.tick();
		expect(poller.delivered).toEqual([]);
		tag(id);
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toEqual([
			{
				event: 'tagAdded',
				key: expect.stringMatching(new RegExp(`^Contact/${id}#tag:[0-9a-f]{12}\\.[0-9a-z]+$`)),
				resourceType: 'Contact',
				id,
				tag: 'ModMed Create',
				reasons: ['added'],
				lookFirst: false,
				attempt: 1,
			},
		]);
		expect(poller.errors).toEqual([]);
		expect(watchedIn(poller)).toEqual([before, id].sort());
	});

	it('leaves alone what was tagged before, unless that is wanted', async () => {
		const id = person({ tags: [TAG] });
		const poller = crmPoller(sandbox, { ...TAG_ADDED, options: { includeTaggedBefore: true } });
		await poller.activate();
		expect(poller.delivered).toMatchObject([{ id, lookFirst: true }]);
	});

	it('fires each time the tag is put on', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		takingTheTagOff(poller);
		await poller.activate();
		for (const round of [1, 2, 3]) {
			tag(id);
			await poller.tick();
			expect(poller.delivered).toHaveLength(round);
		}
		expect(new Set(poller.delivered.map(({ key }) => key)).size).toBe(3);
		expect(watchedIn(poller)).toEqual([]);
	});

	it('goes on where it was after the node was renamed', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.rename('Another name');
		await poller.activate();
		expect(ids(poller.delivered)).toEqual([id]);
	});

	it('fires again for a tag that a person took off and put on again', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		await poller.tick();
		untag(id);
		await poller.tick();
		tag(id);
		await poller.tick();
		expect(ids(poller.delivered)).toEqual([id, id]);
	});

	it('is not misled by a search that lags behind', async () => {
		sandbox.crm.settings.searchLagMs = 60_000;
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		takingTheTagOff(poller);
		await poller.activate();
		tag(id);
		await poller.tick();
		expect(poller.delivered).toEqual([]);
		sandbox.clock.advance(61_000);
		await poller.tick();
		expect(ids(poller.delivered)).toEqual([id]);
		// The search still lists it, and it has no tag any more.
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toHaveLength(1);
		tag(id);
		await poller.tick();
		expect(poller.delivered).toHaveLength(2);
	});

	it('knows that our own node took the tag off when it is on again by the end', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.outcome = () => undefined;
		poller.budgetMs = 300;
		await poller.tick();
		const options = { credential: credentialOf(sandbox) };
		await runOne({ resource: 'tag', operation: 'remove', contactId: id, tags: TAG }, options);
		tag(id);
		poller.executions[0]?.finish('success');
		await new Promise(setImmediate);
		poller.budgetMs = 300_000;
		poller.outcome = () => 'success';
		await poller.tick();
		expect(ids(poller.delivered)).toEqual([id, id]);
		expect(poller.delivered[1]?.key).not.toBe(poller.delivered[0]?.key);
	});

	it('finds more contacts than a page holds, each once', async () => {
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		const all = Array.from({ length: 620 }, () => person());
		sandbox.crm.settings.burst = { max: 10_000, intervalMs: 1_000 };
		all.forEach(tag);
		for (let poll = 0; poll < 4; poll += 1) await poller.tick();
		expect(ids(poller.done).sort()).toEqual([...all].sort());
	}, 120_000);

	it('delivers again under the same key until the execution has succeeded', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.outcome = () => 'error';
		await poller.tick();
		await poller.tick();
		poller.outcome = () => 'success';
		await poller.tick();
		await poller.tick();
		poller.restart();
		await poller.tick();
		const [first] = poller.delivered;
		expect(poller.delivered).toMatchObject(
			[
				{ attempt: 1, lookFirst: false },
				{ attempt: 2, lookFirst: true },
				{ attempt: 3, lookFirst: true },
				// Only the database is left, and it does not know of the success.
				{ lookFirst: true },
			].map((more) => ({ key: first?.key, ...more })),
		);
	});

	it('says to look first after a start where n8n could not save what had been handed over', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.savingFails = true;
		await poller.tick();
		expect(poller.saved).not.toEqual({});
		expect(JSON.stringify(poller.saved)).not.toContain(id);
		poller.restart();
		await poller.tick();
		expect(poller.delivered).toMatchObject([
			{ id, lookFirst: false },
			{ id, lookFirst: true },
		]);
	});

	it('does not deliver again what was undone while it was on its way', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.outcome = () => {
			untag(id);
			return 'error';
		};
		await poller.tick();
		await poller.tick();
		expect(poller.delivered).toHaveLength(1);
		expect(poller.state).toMatchObject({ seen: '', inFlight: [] });
	});

	it('takes only the very tag', async () => {
		sandbox.unknowns.crm.set('tagFilterMatch', 'partOfTag');
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		sandbox.location.addTags(person(), 'modmed create later');
		await poller.tick();
		expect(poller.delivered).toEqual([]);
	});

	it('throws nothing when the CRM is down, and loses nothing', async () => {
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		const id = person();
		tag(id);
		const fault = { service: 'crm', action: { kind: 'status', status: 401 } } as const;
		sandbox.faults.add({ ...fault, times: 2 });
		expect(await poller.tick()).toBeNull();
		expect(poller.errors).toHaveLength(1);
		sandbox.faults.clear();
		await poller.tick();
		expect(ids(poller.delivered)).toEqual([id]);
	});

	const step = fc.oneof(
		fc.record({ kind: fc.constant('putOn' as const), who: fc.integer({ min: 0, max: 2 }) }),
		fc.record({ kind: fc.constantFrom('poll', 'failingPoll', 'crash', 'wait') }),
	);

	it('delivers every putting on exactly once with success, whatever happens', async () => {
		sandbox.crm.settings.burst = { max: 10_000, intervalMs: 1_000 };
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
				resetProcessMemory();
				sandbox.crm.settings.searchLagMs = 0;
				const contacts = [person(), person(), person()];
				const putOn = new Map<string, number>();
				const poller = crmPoller(sandbox, TAG_ADDED);
				await poller.activate();
				sandbox.crm.settings.searchLagMs = 5_000;
				for (const one of [...steps, ...Array.from({ length: 3 }, () => ({ kind: 'last' }))]) {
					if ('who' in one) {
						const id = contacts[Number(one.who)] ?? '';
						if (!sandbox.location.contact(id)?.tags.includes(TAG)) {
							tag(id);
							putOn.set(id, (putOn.get(id) ?? 0) + 1);
						}
						continue;
					}
					if (one.kind !== 'poll') sandbox.clock.advance(6_000);
					takingTheTagOff(poller);
					if (['failingPoll', 'crash'].includes(one.kind)) poller.outcome = () => 'error';
					if (one.kind !== 'wait') await poller.tick();
					if (one.kind === 'crash') poller.restart();
				}
				for (const id of contacts) {
					const times = ids(poller.done).filter((done) => done === id).length;
					expect(times).toBe(putOn.get(id) ?? 0);
					sandbox.location.removeContact(id);
				}
			}),
			// The same histories each time; others on demand.
			{ numRuns: 40, seed: Number(process.env.HISTORIES_SEED ?? 7) },
		);
	}, 120_000);

	it('keeps nothing about a person', async () => {
		const id = person();
		const poller = crmPoller(sandbox, TAG_ADDED);
		await poller.activate();
		tag(id);
		poller.outcome = () => 'error';
		await poller.tick();
		expect(JSON.stringify(poller.state)).not.toMatch(/pat|number|example/i);
	});
});
