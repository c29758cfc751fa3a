import nock from 'nock';

import { bundle, FHIR, modMedSurroundings } from '../../../support/practice';
import { runNode } from '../../../support/runNode';

/** A charge in ModMed's own form. */
export function chargeItem(id: string, value: unknown, changes: Record<string, unknown> = {}) {
	const { patient = '385871', currency = 'USD', ...rest } = changes;
	const totalCost = { url: 'totalCost', valueMoney: { value, currency } };
	return {
		resourceType: 'ChargeItem',
		id,
		extension: [{ url: 'financialTransaction', extension: [totalCost] }],
		status: 'billable',
		subject: { reference: `${FHIR}/Patient/${patient}` },
		occurrenceDateTime: '2026-03-01T00:00:00+00:00',
		...rest,
	};
}

/** Answers the search for the charges of a patient, page by page. */
export function searched(...pages: unknown[][]): void {
	const next = `${FHIR}/ChargeItem?patient=385871&page=`;
	pages.concat([[]]).forEach((charges, index) => {
		const query = { patient: '385871', ...(index > 0 && { page: String(index + 1) }) };
		const link = charges.length > 0 ? `${next}${index + 2}` : undefined;
		nock(FHIR).get('/ChargeItem').query(query).reply(200, bundle(charges, link));
	});
}

/** Runs an operation on the charges of a patient. */
export const runCharge = async (operation: string, parameters: Record<string, unknown> = {}) =>
	await runNode(
		'modMed',
		{ resource: 'charge', operation, patientId: '={{ $json.id }}', ...parameters } as never,
		[{ id: '385871' }],
		modMedSurroundings(),
	);
