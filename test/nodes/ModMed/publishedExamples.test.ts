import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { PollHarness } from '../../support/pollHarness';
import { bundle, modMedSurroundings, practiceCredential } from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

const FILE = resolve(__dirname, '../../../../shared/contracts/modmed/ema-proprietary-3.4.3.json');
const isThere = existsSync(FILE);
const EMA = 'https://stage.ema-api.com/ema-dev/firm/apiportal/ema';

type Json = Record<string, unknown>;
interface OpenApi {
	paths: Record<
		string,
		{ get?: { responses: Record<string, { content?: Record<string, { example?: Json }> }> } }
	>;
}

/** ModMed's own example of an answer, unchanged. */
function example(path: string): Json {
	const api = JSON.parse(readFileSync(FILE, 'utf8')) as OpenApi;
	const answer = api.paths[`/fhir/v2/${path}`]?.get?.responses['200']?.content;
	return answer?.['application/fhir+json']?.example ?? {};
}

const credential = practiceCredential({ environment: 'development', firmPrefix: 'apiportal' });

// Skipped where ModMed's published OpenAPI is not beside this repository.
(isThere ? describe : describe.skip)("ModMed's published examples", () => {
	useNock();
	beforeEach(() => {
		resetProcessMemory();
	});
	afterEach(() => void jest.useRealTimers());

	it('go through the trigger', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2025-05-15T19:00:00Z'));
		const page = example('Appointment');
		nock(EMA).get('/fhir/v2/Appointment').query({ _lastUpdated: 'ge2025-05-13' }).reply(200, page);
		nock(EMA).persist().get('/fhir/v2/Appointment').query(true).reply(200, bundle([]));
		for (const [path, kind] of [
			['Patient/{id}', 'Patient'],
			['Practitioner/{id}', 'Practitioner'],
			['Location/{id}', 'Location'],
		] as const) {
			nock(EMA)
				.persist()
				.get(new RegExp(`/${kind}/`))
				.reply((uri) => [
					200,
					{ ...example(path), id: decodeURIComponent(uri.split('/').at(-1) ?? '') },
				]);
		}
		const options = { startFrom: '2025-05-14T00:00:00Z' };
		const poller = new PollHarness({ output: 'fullData', options }, credential);
		await poller.activate();
		expect(poller.errors).toEqual([]);
		jest.restoreAllMocks();
		expect(poller.delivered.find(({ id }) => id === '204865')).toMatchObject({
			key: expect.stringMatching(/^Appointment\/204865#[0-9a-f]{12}$/),
			lastUpdated: '2025-05-15T18:02:15.000Z',
			appointment: {
				status: 'pending',
				typeName: 'Follow-up',
				typeCode: '1957',
				start: '2025-05-08T19:00:00.000Z',
				patientId: '385871',
				providerName: 'Frederick Frankenstein',
				locationName: 'Main Street Clinic',
			},
			patient: { firstName: 'Mabel', lastName: 'Syrup', phone: '9998887777' },
		});
	});

	it.each([
		['appointment', 'getAll', 'Appointment', {}],
		['patient', 'search', 'Patient', { searchBy: { lastName: 'Syrup' } }],
		['provider', 'getAll', 'Practitioner', {}],
		['location', 'getAll', 'Location', {}],
	])('are read by %s %s', async (resource, operation, path, more) => {
		const answer = example(path);
		nock(EMA).get(`/fhir/v2/${path}`).query(true).reply(200, answer);
		nock(EMA).get(`/fhir/v2/${path}`).query(true).reply(200, bundle([]));
		const parameters = { resource, operation, returnAll: true, ...more };
		const { output, error } = await runNode(
			'modMed',
			parameters,
			[{}],
			modMedSurroundings(credential),
		);
		expect(error).toBeUndefined();
		expect(output.length).toBeGreaterThan(0);
	});
});
