import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, FHIR, fhirAppointment, modMedSurroundings } from '../../../../support/practice';
import { runNode } from '../../../../support/runNode';
import { useNock } from '../../../../support/useNock';

useNock();

describe('Appointment Get Many', () => {
	it('filters in ModMed as far as its search allows, and the rest itself', async () => {
		nock(FHIR)
			.get('/Appointment')
			.query({
				date: ['ge2026-03-20T04:00:00.000Z', 'le2026-03-21T04:00:00.000Z'],
				_lastUpdated: 'ge2026-03-08',
				location: '827',
			})
			.reply(
				200,
				bundle([
					fhirAppointment({ id: '1', status: 'booked' }),
					fhirAppointment({ id: '2', status: 'cancelled' }),
					fhirAppointment({ id: '3', start: '2026-03-21T19:00:00Z' }),
					fhirAppointment({ id: '4', location: '828' }),
					fhirAppointment({ id: '5', lastUpdated: '2026-03-09T01:00:00Z' }),
				]),
			);
		const { output, error } = await runNode(
			'modMed',
			{
				resource: 'appointment',
				operation: 'getAll',
				returnAll: true,
				filters: {
					from: '2026-03-20T00:00:00',
					to: '2026-03-21T00:00:00',
					changedSince: '2026-03-09T00:00:00',
					status: ['booked', 'pending'],
					location: { __rl: true, mode: 'list', value: '827' },
				},
			},
			[{}],
			modMedSurroundings(),
		);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.id)).toEqual(['1']);
	});
});
