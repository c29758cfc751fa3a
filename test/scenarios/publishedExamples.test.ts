import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';

import { isStanding } from '../../domain/charge/charge';
import { readCharge } from '../../domain/charge/readCharge';
import { PollHarness } from '../support/pollHarness';
import { bundle, FHIR, modMedSurroundings, practiceCredential } from '../support/practice';
import { runNode } from '../support/runNode';
import { useNock } from '../support/useNock';

const FILE = resolve(__dirname, '../../../shared/contracts/modmed/ema-proprietary-3.4.3.json');
const EMA = 'https://stage.ema-api.com/ema-dev/firm/apiportal/ema';

type Json = Record<string, unknown>;
type Content = { content?: Record<string, { example?: Json }> };
type PathItem = { get?: { responses: Record<string, Content> }; post?: { requestBody: Content } };

function pathItem(path: string): PathItem | undefined {
	const api = JSON.parse(readFileSync(FILE, 'utf8')) as { paths: Record<string, PathItem> };
	return api.paths[`/fhir/v2/${path}`];
}

const exampleIn = ({ content }: Content = {}): Json =>
	content?.['application/fhir+json']?.example ?? {};

/** ModMed's own example of a response, unchanged. */
const response = (path: string): Json => exampleIn(pathItem(path)?.get?.responses['200']);

const credential = practiceCredential({ environment: 'development', firmPrefix: 'apiportal' });

// Skipped where ModMed's published OpenAPI is not beside this repository.
(existsSync(FILE) ? describe : describe.skip)("ModMed's published examples", () => {
	useNock();
	afterEach(() => void jest.restoreAllMocks());

	it('go through the trigger', async () => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2025-05-15T19:00:00Z'));
		const page = response('Appointment');
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
					{ ...response(path), id: decodeURIComponent(uri.split('/').at(-1) ?? '') },
				]);
		}
		const options = { startFrom: '2025-05-14T00:00:00Z' };
		const poller = new PollHarness({ output: 'fullData', options }, credential);
		await poller.activate();
		expect(poller.errors).toEqual([]);
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
		const page = response(path);
		nock(EMA).get(`/fhir/v2/${path}`).query(true).reply(200, page);
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

	it('of charges can be read, down to the cent', () => {
		const page = response('ChargeItem');
		const resources = (page.entry as Array<{ resource: unknown }>).map(({ resource }) => resource);
		const charges = resources.map((charge) => readCharge(charge));
		expect(charges.length).toBeGreaterThan(0);
		for (const charge of charges) {
			expect(charge && isStanding(charge)).toBe(true);
			expect(charge?.cents).toBeGreaterThan(0);
			expect(charge?.patientId).toMatch(/^\d+$/);
			expect(charge?.postedAt).toMatch(/^\d{4}-/);
		}
	});

	it('of a new patient is what is sent for such a person', async () => {
		const wanted = exampleIn(pathItem('Patient')?.post?.requestBody);
		let sent: Json = {};
		nock(FHIR).persist().get('/Patient').query(true).reply(200, bundle([]));
		nock(FHIR)
			.post('/Patient', (body: Json) => Boolean((sent = body)))
			.reply(201, '', { location: `${FHIR}/Patient/77/_history/1` });
		const { output, error } = await runNode(
			'modMed',
			{
				resource: 'patient',
				operation: 'create',
				firstName: 'Test',
				lastName: 'Sample',
				email: 'test@example.com',
				phone: '555-555-0100',
				birthDate: '1980-01-01',
				gender: 'male',
			},
			[{}],
			modMedSurroundings(),
		);
		expect(error).toBeUndefined();
		expect(output[0]?.json).toMatchObject({ outcome: 'created', patientId: '77' });
		// A number is sent as bare digits, which ModMed takes too.
		const text = JSON.stringify(wanted).replace('555-555-0100', '5555550100');
		expect(sent).toEqual(JSON.parse(text));
	});
});
