import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import type { GoLiveLine } from '../../../../../domain/crm/goLive';
import { startSandbox, type Sandbox } from '../../../../../sandbox';
import type { Permission } from '../../../../../sandbox/modmed/access';
import { modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

async function check(login: object = {}): Promise<GoLiveLine[]> {
	const { url: baseUrl, apiKey, username, password } = sandbox.modMed;
	const own = { environment: 'custom', authentication: 'password', accessToken: '' };
	const credential = { ...own, baseUrl, apiKey, username, password, ...login };
	const parameters = { resource: 'practice', operation: 'checkPermissions' };
	const { output, error } = await runNode(
		'modMed',
		parameters,
		[{}],
		modMedSurroundings(credential),
	);
	expect(error).toBeUndefined();
	return output.map(({ json }) => json as unknown as GoLiveLine);
}

const without = (state: GoLiveLine['state'], lines: GoLiveLine[]) =>
	lines.filter((line) => line.state === state).map(({ what }) => what);

test('everything is ready if everything is granted, and nothing is written', async () => {
	const lines = await check();
	expect(without('blocks', lines)).toEqual([]);
	expect(without('advice', lines)).toEqual([expect.stringContaining('Patient CREATE')]);
	expect(lines.length).toBe(15);
	const asked = sandbox.journal
		.entries({ service: 'modmed' })
		.filter(({ path }) => /fhir/.test(path));
	// What was posted is nothing that could be taken for a patient.
	const posted = asked.filter(({ method }) => method !== 'GET');
	expect(posted.map(({ body, status }) => [body, status])).toEqual([[undefined, 400]]);
	expect(sandbox.practice.patients()).toHaveLength(12);
});

test.each<[Permission, 'blocks' | 'advice', string]>([
	['appmt_s', 'blocks', 'Appointment SEARCH (acl/appmt_s)'],
	['appmt_r', 'blocks', 'Appointment READ (acl/appmt_r)'],
	['pat_r', 'blocks', 'Patient READ (acl/pat_r)'],
	['pat_s', 'blocks', 'Patient SEARCH (acl/pat_s)'],
	['prac_r', 'blocks', 'Practitioner READ (acl/prac_r)'],
	['loc_r', 'blocks', 'Location READ (acl/loc_r)'],
	['val_set_r', 'blocks', 'ValueSet READ (acl/val_set_r)'],
	['prac_s', 'advice', 'Practitioner SEARCH (acl/prac_s)'],
	['loc_s', 'advice', 'Location SEARCH (acl/loc_s)'],
	['enc_s', 'advice', 'Encounter SEARCH (acl/enc_s)'],
	['chrg_item_s', 'advice', 'ChargeItem SEARCH (acl/chrg_item_s)'],
	['chrg_item_r', 'advice', 'ChargeItem READ (acl/chrg_item_r)'],
	['pat_c', 'blocks', 'Patient CREATE (acl/pat_c)'],
])('without %s: %s', async (permission, state, named) => {
	sandbox.modMed.access.revoke(permission);
	const lines = await check();
	const missing = lines.filter(({ todo }) => todo.includes(named));
	expect(missing.length).toBeGreaterThan(0);
	expect(missing.every((line) => line.state === state)).toBe(true);
	const others = lines.filter((line) => !missing.includes(line));
	expect(without('blocks', others)).toEqual([]);
});

test('a search restricted to name, birth date and gender is good enough to create patients', async () => {
	sandbox.modMed.access.revoke('pat_s');
	sandbox.modMed.access.grant('pat_s_name_dob_gen');
	const lines = await check();
	expect(without('blocks', lines)).toEqual([expect.stringContaining('Patient SEARCH by change')]);
	expect(without('advice', lines)[0]).toContain('name, birth date and gender only');
});

test.each(['html', 'outcome', 'empty'] as const)(
	'a wrong prefix is reported, whatever comes with the 404 (%s)',
	async (body) => {
		sandbox.unknowns.modMed.set('wrongPrefixAnswer', body);
		const baseUrl = sandbox.modMed.url.replace('/sandbox/', '/another/');
		const [line, ...others] = await check({ baseUrl });
		expect(others).toEqual([]);
		expect(line).toMatchObject({
			state: 'blocks',
			what: expect.stringContaining('does not know this practice'),
		});
	},
);

test('a login that is wrong is one line', async () => {
	const lines = await check({ password: 'wrong' });
	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatchObject({ state: 'blocks', todo: expect.stringMatching(/./) });
});
