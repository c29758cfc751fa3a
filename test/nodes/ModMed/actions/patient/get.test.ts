import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { FHIR, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';
import { patient } from '../../support/patients';

useNock();

const get = async (parameters: Record<string, unknown> = {}) =>
	await runNode(
		'modMed',
		{ resource: 'patient', operation: 'get', patientId: '385871', ...parameters } as never,
		[{}],
		modMedSurroundings(),
	);

describe('Patient Get', () => {
	it('returns the patient with the digits of the phone and the key of the event', async () => {
		nock(FHIR).get('/Patient/385871').reply(200, patient);
		const { output } = await get();
		expect(output.map(({ json }) => json)).toMatchObject([
			{
				id: '385871',
				firstName: 'Mia',
				lastName: 'Muster',
				birthDate: '1980-01-31',
				phoneDigits: '9998887777',
				eventKey: expect.stringMatching(/^Patient\/385871#[0-9a-f]{12}$/),
			},
		]);
	});

	it('returns the FHIR resource without Simplify', async () => {
		nock(FHIR).get('/Patient/385871').reply(200, patient);
		const { output } = await get({ simplify: false });
		expect(output.map(({ json }) => json)).toEqual([patient]);
	});
});
