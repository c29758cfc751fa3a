import { describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { bundle, fhirAppointment, modMedSurroundings } from '../../../support/practice';
import { runNode } from '../../../support/runNode';
import { useNock } from '../../../support/useNock';
import {
	firstPage,
	getAll,
	idsOf,
	listAppointments,
	onPage,
	pageUrl,
} from '../support/appointmentPages';

useNock();

describe('paging', () => {
	it('reads until a page is empty, and each resource once', async () => {
		firstPage().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], pageUrl(2)),
		);
		onPage(2).reply(
			200,
			bundle([fhirAppointment({ id: '2' }), fhirAppointment({ id: '3' })], pageUrl(3)),
		);
		onPage(3).reply(200, { resourceType: 'Bundle', total: 0 });
		expect(idsOf(await listAppointments())).toEqual(['1', '2', '3']);
		expect(nock.isDone()).toBe(true);
	});

	it('follows a relative link', async () => {
		firstPage().reply(200, bundle([fhirAppointment({ id: '1' })], 'Appointment?page=2'));
		onPage(2).reply(200, bundle([]));
		expect(idsOf(await listAppointments())).toEqual(['1']);
	});

	it.each([
		'https://elsewhere.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'http://ema.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'https://ema.test:8443/firm/demo/ema/fhir/v2/Appointment?page=2',
		'https://ema.test/firm/other/ema/fhir/v2/Appointment?page=2',
		'https://ema.test/firm/demo/ema/fhir/v2/../../../../other?page=2',
		'https://user@ema.test/firm/demo/ema/fhir/v2/Appointment?page=2',
		'//elsewhere.test/firm/demo/ema/fhir/v2/Appointment',
		'javascript:alert(1)',
	])('sends nothing to %s', async (next) => {
		const asked: string[] = [];
		nock.emitter.on('no match', (request: { host?: string }) => asked.push(String(request.host)));
		firstPage().reply(200, bundle([fhirAppointment()], next));
		const { error } = await listAppointments();
		nock.emitter.removeAllListeners('no match');
		expect(error?.message).toContain("leads away from the practice's address");
		expect(asked).toEqual([]);
	});

	it('ends at a page that links to itself', async () => {
		firstPage().reply(200, bundle([fhirAppointment({ id: '1' })], pageUrl(2)));
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], pageUrl(2)));
		expect(idsOf(await listAppointments())).toEqual(['1', '2']);
	});

	it('ends if every page repeats the same', async () => {
		firstPage().reply(200, bundle([fhirAppointment({ id: '1' })], pageUrl(2)));
		for (const number of [2, 3]) {
			const repeated = bundle([fhirAppointment({ id: '1' })], pageUrl(number + 1));
			onPage(number).times(2).reply(200, repeated);
		}
		expect(idsOf(await listAppointments())).toEqual(['1']);
	});

	it('requests a page again that came with the content of another', async () => {
		const one = bundle([fhirAppointment({ id: '1' })], pageUrl(2));
		firstPage().reply(200, one);
		onPage(2).reply(200, { ...one, link: [{ relation: 'next', url: pageUrl(3) }] });
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], pageUrl(3)));
		onPage(3).reply(200, bundle([]));
		expect(idsOf(await listAppointments())).toEqual(['1', '2']);
	});

	it('requests no more pages than the limit needs', async () => {
		firstPage().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], pageUrl(2)),
		);
		const run = await runNode(
			'modMed',
			{ ...getAll, returnAll: false, limit: 2 },
			[{}],
			modMedSurroundings(),
		);
		expect(idsOf(run)).toEqual(['1', '2']);
	});
});
