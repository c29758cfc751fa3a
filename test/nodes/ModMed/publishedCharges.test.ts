import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { isStanding } from '../../../domain/charge/charge';
import { readCharge } from '../../../domain/charge/readCharge';
import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import { bundle, FHIR, modMedSurroundings } from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

const FILE = resolve(__dirname, '../../../../shared/contracts/modmed/ema-proprietary-3.4.3.json');
const isThere = existsSync(FILE);

type Json = Record<string, unknown>;
type Content = { content?: Record<string, { example?: Json }> };
interface OpenApi {
	paths: Record<
		string,
		{ get?: { responses: Record<string, Content> }; post?: { requestBody: Content } }
	>;
}

const example = ({ content }: Content = {}): Json =>
	content?.['application/fhir+json']?.example ?? {};

// Skipped where ModMed's published OpenAPI is not beside this repository.
(isThere ? describe : describe.skip)("ModMed's published examples", () => {
	useNock();
	beforeEach(() => resetProcessMemory());

	const api = (): OpenApi => JSON.parse(readFileSync(FILE, 'utf8')) as OpenApi;

	it('of charges can be read, down to the cent', () => {
		const page = example(api().paths['/fhir/v2/ChargeItem']?.get?.responses['200']);
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
		const wanted = example(api().paths['/fhir/v2/Patient']?.post?.requestBody);
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
