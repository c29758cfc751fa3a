import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import nock from 'nock';

import { isResourceId } from '../../domain/fhir/reference';
import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { randomNumbers, mutated, ODD_IDS } from '../support/hostileData';
import { PollHarness } from '../support/pollHarness';
import { bundle, FHIR, fhirAppointment } from '../support/practice';
import { useNock } from '../support/useNock';

const ROUNDS = Number(process.env.HOSTILE_ROUNDS ?? 12);
const A_ROUND = 60;
const DEEP = 5_000;
const DEEP_TEXT = `${'['.repeat(DEEP)}1${']'.repeat(DEEP)}`;
const NOW = '2026-03-10T15:05:00.000Z';

useNock();
beforeEach(() => {
	resetProcessMemory();
	jest.useFakeTimers({ now: new Date('2026-03-10T15:00:00.000Z'), advanceTimers: true });
});
afterEach(() => void jest.useRealTimers());

/** ModMed's answer as it comes over the wire. */
const served = (resources: unknown[]) => jsonOf(bundle(resources, `${FHIR}/Appointment?page=2`));

/** JSON.stringify could not write what is nested beyond reason. */
function jsonOf(value: unknown, depth = 0): string {
	if (depth > 30) return DEEP_TEXT;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map((one) => jsonOf(one, depth + 1)).join()}]`;
	const entries = Object.entries(value).map(
		([key, inner]) => `${JSON.stringify(key)}:${jsonOf(inner, depth + 1)}`,
	);
	return `{${entries.join()}}`;
}

const good = (id: string) =>
	fhirAppointment({ id, lastUpdated: '2026-03-10T15:02:00.000+00:00', created: NOW });

it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
	'good appointments go on among bad ones, each once: round %i',
	async (round) => {
		let answer = served([]);
		let page = 0;
		nock(FHIR)
			.persist()
			.get('/Appointment')
			.query(true)
			.reply(() => {
				const text = page++ === 0 ? answer : JSON.stringify(bundle([]));
				return [200, text, { 'Content-Type': 'application/fhir+json' }];
			});
		const poll = async (poller: PollHarness) => {
			page = 0;
			await poller.tick();
		};
		const poller = new PollHarness();
		await poller.activate();

		const chance = randomNumbers(round);
		const bad = Array.from({ length: A_ROUND }, (_, index) =>
			mutated(chance, good(String(9_000 + index))),
		);
		const odd = ODD_IDS.map((id) => good(id));
		const wanted = ['1', '2', '3'];
		answer = served([good('1'), ...bad, good('2'), ...odd, good('3')]);
		jest.setSystemTime(new Date(NOW));
		await poll(poller);
		const delivered = poller.delivered.map(({ id }) => String(id));
		expect(delivered).toEqual(expect.arrayContaining(wanted));
		expect(delivered.every(isResourceId)).toBe(true);
		expect(new Set(delivered).size).toBe(delivered.length);
		expect(poller.errors.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Appointment .+ from ModMed could not be read and was skipped$/),
		]);

		await poll(poller);
		expect(poller.delivered).toHaveLength(delivered.length);
		expect(poller.errors).toHaveLength(1);
		expect(JSON.stringify(poller.saved)).not.toMatch(/Follow-up|385871|polluted/);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	},
	60_000,
);

it('names the bad ones by their ids', async () => {
	const noStatus = { ...good('4711'), status: undefined };
	let answer = JSON.stringify(bundle([]));
	nock(FHIR)
		.persist()
		.get('/Appointment')
		.query(true)
		.reply(200, () => JSON.parse(answer) as never);
	const poller = new PollHarness();
	await poller.activate();
	answer = JSON.stringify(bundle([noStatus, good('__proto__'), good('constructor'), good('1')]));
	jest.setSystemTime(new Date(NOW));
	await poller.tick();
	expect(poller.delivered.map(({ id }) => id)).toEqual(['1']);
	expect(poller.errors[0]?.message).toContain(
		'Appointment 4711, __proto__, constructor from ModMed',
	);
});
