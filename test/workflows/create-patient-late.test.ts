import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

// First, so that the nodes are loaded with its mock.
import { ANSWERS, LateCommits } from '../nodes/ModMed/support/lateCommits';
import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { startSandbox, type Sandbox } from '../../sandbox';
import { readTemplate, runTemplate } from '../support/runTemplate';

const TEMPLATE = readTemplate('04-create-patient.json');
const TAG = 'modmed create';
const ID = 'ModMed Patient ID';
const POLL_SECONDS = 300;
/** After how many seconds ModMed carries out what it has answered with an error. */
const DELAYS = [0, 5, 60, 120];

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

const addContact = () =>
	sandbox.location.addContact({
		firstName: 'Ada',
		lastName: 'Newcomer',
		email: 'ada.newcomer@example.com',
		phone: '+15615550201',
		dateOfBirth: '1991-03-14',
		gender: 'female',
		tags: [TAG],
	}).id;

/** Delivers the contact at each poll until a run succeeds, as the trigger does. */
async function deliver(id: string, isOtherProcess: boolean): Promise<void> {
	let lastAttempt = '';
	for (let attempt = 1; attempt <= 3; attempt += 1) {
		const key = `Contact/${id}#tag:0123456789ab.abc`;
		const item = { key, resourceType: 'Contact', id, lookFirst: true, attempt };
		const given = lastAttempt ? { ...item, lastAttempt } : item;
		const { error } = await runTemplate(TEMPLATE, { sandbox, items: [given] });
		if (error === undefined) return;
		if (isOtherProcess) {
			resetProcessMemory();
			lastAttempt = late.isoNow();
		}
		late.advance(POLL_SECONDS);
	}
}

describe('template 04, where ModMed answers first and creates the patient later', () => {
	it.each([
		['by this process', false],
		['by another process', true],
	])(
		'makes one patient with one note, delivered again %s',
		async (_, isOtherProcess) => {
			for (const status of ANSWERS) {
				for (const seconds of DELAYS) {
					sandbox.reset();
					resetProcessMemory();
					const id = addContact();
					late.arm(status, seconds);
					await deliver(id, isOtherProcess);
					late.advance(POLL_SECONDS);
					const { location, practice } = sandbox;
					const is = [practice.patients().length, location.notes(id).length];
					expect([status, seconds, ...is]).toEqual([status, seconds, 1, 1]);
					expect(location.contact(id)?.tags).toEqual([]);
				}
			}
		},
		120_000,
	);

	it.each([502, 504, 408, undefined])('keeps the ID of the patient (%s)', async (status) => {
		const id = addContact();
		late.arm(status, 60);
		await deliver(id, false);
		expect(sandbox.location.fields(id)[ID]).toBe(sandbox.practice.patients()[0]?.id);
		expect(sandbox.location.notes(id)[0]?.body).toContain('An earlier attempt may have created');
	});
});
