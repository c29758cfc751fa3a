import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

// First, so that the nodes are loaded with its mock.
import { ANSWERS, LateCommits } from '../support/lateCommits';
import type { IDataObject } from 'n8n-workflow';

import { resetProcessMemory } from '../../../../nodes/shared/processMemory';
import type { Sandbox } from '../../../../sandbox';
import { startSandbox } from '../../../../sandbox';
import { modMedSurroundings } from '../../../support/practice';
import { runNode } from '../../../support/runNode';
import { sandboxCredential } from '../../../support/sandboxCredential';

let sandbox: Sandbox;
let late: LateCommits;

beforeEach(async () => {
	resetProcessMemory();
	sandbox = await startSandbox({ seed: 'empty' });
	late = new LateCommits(sandbox);
});
afterEach(async () => {
	late.stop();
	await sandbox.stop();
});

const LENA = {
	firstName: 'Lena',
	lastName: 'Leadly',
	email: 'lena.leadly@example.com',
	phone: '(561) 555-0120',
	birthDate: '1993-10-10',
	gender: 'female',
};

async function create(options: IDataObject = {}) {
	const { output, error } = await runNode(
		'modMed',
		{ resource: 'patient', operation: 'create', ...LENA, options: options as never },
		[{}],
		modMedSurroundings(sandboxCredential(sandbox)),
	);
	const { outcome, note, patientId } = output[0]?.json ?? {};
	return { outcome, note, patientId, error };
}

const posts = () => sandbox.journal.count({ service: 'modmed', method: 'POST', path: 'Patient' });
const patients = () => sandbox.practice.patients();
/** After how many seconds ModMed carries out what it has answered with an error. */
const DELAYS = [0, 2, 30, 120];

describe('a create of unknown outcome', () => {
	it.each(ANSWERS)(
		'is not sent again while ModMed may carry it out (%s)',
		async (status) => {
			for (const seconds of DELAYS) {
				sandbox.reset();
				resetProcessMemory();
				late.arm(status, seconds);
				await create();
				for (const pause of [60, 60, 300]) {
					late.advance(pause);
					await create({ attempt: 2 });
				}
				expect([seconds, patients().length, posts()]).toEqual([seconds, 1, 1]);
			}
		},
		60_000,
	);

	it('fails as temporary, is only searched for during the wait, then sent once more', async () => {
		const action = { kind: 'status', status: 502 } as const;
		sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient', action });
		const { error } = await create();
		expect(error?.message).toContain('did not confirm that the patient was created');
		expect(error?.description).toMatch(/No second request is sent before \d\d:\d\d UTC/);
		expect(error?.context).toMatchObject({ transient: true });
		late.advance(170);
		expect((await create()).error?.context).toMatchObject({ transient: true });
		expect(posts()).toBe(1);
		late.advance(15);
		expect(await create()).toMatchObject({ outcome: 'created', error: undefined });
		expect([posts(), patients().length]).toEqual([2, 1]);
	}, 20_000);

	it('is waited for as long as the option says', async () => {
		const action = { kind: 'status', status: 502 } as const;
		sandbox.faults.add({ service: 'modmed', method: 'POST', path: '*/Patient', action });
		await create({ waitAfterLostAnswer: 10 });
		late.advance(9 * 60);
		expect((await create({ waitAfterLostAnswer: 10 })).error).toBeDefined();
		expect(await create({ waitAfterLostAnswer: 0 })).toMatchObject({ outcome: 'created' });
	}, 20_000);

	it('is waited for by another process, which the trigger tells of the last attempt', async () => {
		late.arm(504, 120);
		await create();
		resetProcessMemory();
		const options = { attempt: 2, lastAttempt: late.isoNow() };
		late.advance(60);
		expect((await create(options)).error?.context).toMatchObject({ transient: true });
		late.advance(70);
		expect(await create(options)).toMatchObject({
			outcome: 'exists',
			note: expect.stringContaining('An earlier attempt may have created the patient.'),
		});
		expect([posts(), patients().length]).toEqual([1, 1]);
	}, 20_000);

	it('that comes after the second one is told in the note, with both IDs', async () => {
		const noWait = { waitAfterLostAnswer: 0 };
		late.arm(502, 120);
		await create(noWait);
		sandbox.faults.add({
			service: 'modmed',
			method: 'POST',
			path: '*/Patient',
			action: { kind: 'run', run: () => late.advance(120) },
		});
		const { outcome, note, patientId } = await create({ ...noWait, noteWhenNotCreated: 'Tag.' });
		const [one, other] = patients().map(({ id }) => id);
		expect([outcome, patientId]).toEqual(['unclear', '']);
		expect(note).toMatch(/^ModMed created this patient twice .* Merge the two in ModMed\. Tag\.$/);
		expect(note).toContain(one);
		expect(note).toContain(other);
	}, 20_000);
});
