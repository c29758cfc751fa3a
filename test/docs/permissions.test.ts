import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import type { JournalEntry } from '../../sandbox';
import type { Scope } from '../../sandbox/crm/types';
import type { Permission } from '../../sandbox/modmed/access';
import { modMedSurroundings } from '../support/practice';
import { runNode } from '../support/runNode';
import { sandboxCredential } from '../support/sandboxCredential';
import { setUp, theDays } from '../workflows/worlds/story';
import { World } from '../workflows/worlds/World';
import { codesIn, missingTemplates, rowsOf } from './support/tables';

const DOC = 'docs/permissions.md';
const modMed = rowsOf(DOC, '## ModMed').map(
	([permission = '', acl = '', neededBy = '', , setUpSays = '']) => ({
		permission,
		acl: codesIn(acl)[0] as Permission,
		neededBy,
		setUpSays,
	}),
);
const crm = rowsOf(DOC, '## Aesthetix CRM').map(
	([scope = '', requests = '', neededBy = '', , setUpSays = '']) => ({
		scope: codesIn(scope)[0] as Scope,
		requests: codesIn(requests),
		neededBy,
		setUpSays,
	}),
);

/** `Appointment SEARCH` of `GET …/fhir/v2/Appointment`. */
function permissionFor({ method, path }: JournalEntry): string[] {
	const [, type, id] = /\/fhir\/v2\/([A-Z][A-Za-z]+)(\/.+)?$/.exec(path) ?? [];
	if (type === undefined) return [];
	const writes: Record<string, string> = { POST: 'CREATE', PUT: 'UPDATE' };
	return [`${type} ${writes[method] ?? (id ? 'READ' : 'SEARCH')}`];
}

/** `PUT /contacts/{id}` of a request about one contact. */
function requestOf({ method, path }: JournalEntry): string {
	const plain = path.replace(
		/^\/(contacts|opportunities|locations)\/(?!search|pipelines|upsert|bulk)([^/]+)/,
		'/$1/{id}',
	);
	return `${method} ${plain}`;
}

describe('docs/permissions.md', () => {
	let world: World;
	/** What the set-up asked for, and what the templates that run by themselves did. */
	let bySetUp: JournalEntry[];
	let byTemplates: JournalEntry[];

	beforeAll(async () => {
		const now = new Date();
		world = await World.begin(now);
		const { journal, faults, modMed: practice } = world.sandbox;
		await setUp(world);
		bySetUp = journal.entries();
		const action = { kind: 'loseAnswer' } as const;
		faults.add({ service: 'crm', method: 'PUT', path: '/opportunities/*', action });
		journal.clear();
		await theDays(world, now);
		const surroundings = modMedSurroundings(sandboxCredential(world.sandbox));
		for (const resource of ['provider', 'location']) {
			await runNode('modMed', { resource, operation: 'getAll' }, [{}], surroundings);
		}
		expect(practice.access.permissions.size).toBeGreaterThan(modMed.length);
		byTemplates = journal.entries();
	}, 300_000);
	afterAll(async () => await world.end());

	it('lists every permission of ModMed that is used, and no other', () => {
		const used = new Set(byTemplates.flatMap(permissionFor));
		const listed = modMed.filter(({ neededBy }) => !neededBy.includes('only'));
		expect([...used].sort()).toEqual(listed.map(({ permission }) => permission).sort());
		const all = new Set([...used, ...bySetUp.flatMap(permissionFor)]);
		expect([...all].sort()).toEqual(modMed.map(({ permission }) => permission).sort());
	});

	it('lists every request to the CRM, and no other', () => {
		const ofCrm = (entries: JournalEntry[]) =>
			entries.filter(({ service }) => service === 'crm').map(requestOf);
		const used = new Set([...ofCrm(bySetUp), ...ofCrm(byTemplates)]);
		expect([...used].sort()).toEqual(crm.flatMap(({ requests }) => requests).sort());
		const bySetUpOnly = crm.filter(({ neededBy }) => neededBy.startsWith('`00'));
		for (const { requests } of bySetUpOnly) {
			for (const request of requests) expect(ofCrm(byTemplates)).not.toContain(request);
		}
	});

	it('names templates that exist', () => {
		const cells = [...modMed, ...crm].map(({ neededBy }) => neededBy);
		expect(cells.flatMap(missingTemplates)).toEqual([]);
	});
});

describe('the set-up without a permission', () => {
	let world: World;
	beforeAll(async () => {
		world = await World.begin(new Date());
	});
	afterEach(() => world.sandbox.reset());
	afterAll(async () => await world.end());

	it('names none where all are there', async () => {
		const lines = await setUp(world);
		expect(lines.length).toBeGreaterThan(40);
		const asked = lines.filter(({ todo }) => /acl\/|add the scope/.test(String(todo)));
		expect(asked).toEqual([]);
	});

	it.each(modMed)('names $permission', async ({ permission, acl, setUpSays }) => {
		world.sandbox.modMed.access.revoke(acl);
		const lines = await setUp(world);
		const state = setUpSays.startsWith('Blocks') ? 'blocks' : 'advice';
		expect(lines).toContainEqual(
			expect.objectContaining({
				state,
				todo: expect.stringContaining(`${permission} (acl/${acl})`),
			}),
		);
	});

	it.each(crm.flatMap((row) => ['401', '403'].map((status) => ({ ...row, status }))))(
		'names $scope, refused with $status',
		async ({ scope, status }) => {
			world.sandbox.unknowns.crm.setByText('missingScope', status);
			world.sandbox.crm.settings.revoke(scope);
			expect(await setUp(world)).toContainEqual(
				expect.objectContaining({
					state: 'blocks',
					todo: expect.stringContaining(`add the scope '${scope}'`),
				}),
			);
		},
	);

	it.each(['permissionFirst', 'bodyFirst'])(
		'says that Patient CREATE could not be checked where nothing refuses it (%s)',
		async (answer) => {
			world.sandbox.unknowns.modMed.setByText('permissionOrBody', answer);
			if (answer === 'bodyFirst') world.sandbox.modMed.access.revoke('pat_c');
			expect(await setUp(world)).toContainEqual(
				expect.objectContaining({
					state: 'advice',
					what: expect.stringContaining('could not be checked without creating a patient'),
				}),
			);
			expect(world.sandbox.practice.patients()).toEqual([]);
		},
	);
});
