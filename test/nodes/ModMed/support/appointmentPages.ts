import nock from 'nock';

import { BASE, FHIR, modMedSurroundings, practiceCredential } from '../../../support/practice';
import { runNode } from '../../../support/runNode';

export const getAll = { resource: 'appointment', operation: 'getAll', returnAll: true };

/** Runs Appointment > Get Many. */
export const listAppointments = async (credential = practiceCredential()) =>
	await runNode('modMed', getAll, [{}], modMedSurroundings(credential));

export const idsOf = (run: Awaited<ReturnType<typeof runNode>>) =>
	run.output.map(({ json }) => json.id);

/** The address in the link to a page. */
export const pageUrl = (number: number) => `${FHIR}/Appointment?page=${number}`;

/** The request for the first page, to be answered. */
export const firstPage = () => nock(FHIR).get('/Appointment');

/** The request for another page, to be answered. */
export const onPage = (number: number) => nock(FHIR).get('/Appointment').query({ page: number });

/** The request for a token, to be answered. */
export const grant = () => nock(BASE).post('/ws/oauth2/grant');

/** Requests that carry everything ModMed demands of them, with this token. */
export const withToken = (token: string) =>
	nock(FHIR, {
		reqheaders: {
			authorization: `Bearer ${token}`,
			'x-api-key': 'key-1',
			accept: 'application/fhir+json',
		},
	});
