import { beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import {
	bundle,
	FHIR,
	fhirAppointment,
	modMedSurroundings,
	practiceCredential,
} from '../../support/practice';
import { runNode } from '../../support/runNode';
import { useNock } from '../../support/useNock';

useNock();
beforeEach(() => resetProcessMemory());

const getAll = { resource: 'appointment', operation: 'getAll', returnAll: true };
const page = (number: number) => `${FHIR}/Appointment?page=${number}`;
const ids = (run: Awaited<ReturnType<typeof runNode>>) => run.output.map(({ json }) => json.id);
const appointments = async (credential = practiceCredential()) =>
	await runNode('modMed', getAll, [{}], modMedSurroundings(credential));
const first = () => nock(FHIR).get('/Appointment');
const onPage = (number: number) => nock(FHIR).get('/Appointment').query({ page: number });

describe('paging', () => {
	it('reads on until a page is empty, and each resource once', async () => {
		first().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], page(2)),
		);
		onPage(2).reply(
			200,
			bundle([fhirAppointment({ id: '2' }), fhirAppointment({ id: '3' })], page(3)),
		);
		onPage(3).reply(200, { resourceType: 'Bundle', total: 0 });
		expect(ids(await appointments())).toEqual(['1', '2', '3']);
		expect(nock.isDone()).toBe(true);
	});

	it('follows a relative link', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], 'Appointment?page=2'));
		onPage(2).reply(200, bundle([]));
		expect(ids(await appointments())).toEqual(['1']);
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
		first().reply(200, bundle([fhirAppointment()], next));
		const { error } = await appointments();
		nock.emitter.removeAllListeners('no match');
		expect(error?.message).toContain("leads away from the practice's address");
		expect(asked).toEqual([]);
	});

	it('ends where the server goes round in circles', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], page(2)));
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], page(2)));
		expect(ids(await appointments())).toEqual(['1', '2']);
	});

	it('ends where every page repeats the same', async () => {
		first().reply(200, bundle([fhirAppointment({ id: '1' })], page(2)));
		for (const number of [2, 3]) {
			const repeated = bundle([fhirAppointment({ id: '1' })], page(number + 1));
			onPage(number).times(2).reply(200, repeated);
		}
		expect(ids(await appointments())).toEqual(['1']);
	});

	it('asks once more for a page that came with the answer of another one', async () => {
		const one = bundle([fhirAppointment({ id: '1' })], page(2));
		first().reply(200, one);
		onPage(2).reply(200, { ...one, link: [{ relation: 'next', url: page(3) }] });
		onPage(2).reply(200, bundle([fhirAppointment({ id: '2' })], page(3)));
		onPage(3).reply(200, bundle([]));
		expect(ids(await appointments())).toEqual(['1', '2']);
	});

	it('stops asking where enough was found', async () => {
		first().reply(
			200,
			bundle([fhirAppointment({ id: '1' }), fhirAppointment({ id: '2' })], page(2)),
		);
		const run = await runNode(
			'modMed',
			{ ...getAll, returnAll: false, limit: 2 },
			[{}],
			modMedSurroundings(),
		);
		expect(ids(run)).toEqual(['1', '2']);
	});
});

describe('answers that are none', () => {
	it('are asked for again after the time ModMed names', async () => {
		first().reply(429, '<html>', { 'retry-after': '1' });
		first().reply(200, bundle([fhirAppointment({ id: '1' })]));
		const started = Date.now();
		expect(ids(await appointments())).toEqual(['1']);
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
	});

	it.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
		'are not asked for again, by nobody, before the time ModMed names (%s)',
		async (retryAfter) => {
			let asked = 0;
			first()
				.times(9)
				.reply(
					429,
					() => {
						asked += 1;
						return '';
					},
					{ 'retry-after': retryAfter },
				);
			for (const _ of [1, 2]) {
				const { error } = await appointments();
				expect(error?.message).toBe('ModMed is receiving too many requests at the moment');
				expect(error?.context?.transient).toBe(true);
			}
			expect(asked).toBe(1);
		},
	);

	it.each([
		[503, '<html>out of order</html>', 'ModMed is unavailable at the moment', true],
		[
			200,
			'<html>maintenance</html>',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			'{"resourceType":"Bundle","entry":[{',
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[
			200,
			{ resourceType: 'OperationOutcome' },
			"ModMed's answer to a request for Appointment could not be read",
			true,
		],
		[404, '', 'ModMed does not know this practice', false],
		[
			302,
			'',
			'ModMed redirected the request to another address, and the login is not sent there',
			false,
		],
		[
			400,
			{
				resourceType: 'OperationOutcome',
				issue: [
					{ code: 'invalid', diagnostics: 'Mia Muster', expression: ['Appointment.date'] },
					{ code: 'Mia', expression: ['Mia', 'Patient.name.Mia', 'Patient.name[0].given'] },
				],
			},
			'ModMed rejected the request for Appointment (Appointment.date, Patient.name[0].given, invalid)',
			false,
		],
	])('with status %i are told in plain words', async (status, body, message, transient) => {
		first()
			.times(4)
			.reply(status, body as string, { location: 'https://elsewhere.test/' });
		const { error } = await appointments();
		expect(error?.message).toBe(message);
		expect(error?.context?.transient).toBe(transient);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/Mia|https?:/);
	});

	it('because nothing came back are transient', async () => {
		first()
			.times(4)
			.replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
		const { error } = await appointments();
		expect(error?.message).toBe('ModMed could not be reached');
		expect(error?.context?.transient).toBe(true);
	});
});

it('asks ModMed for three things at a time at most', async () => {
	let atWork = 0;
	let most = 0;
	nock(FHIR)
		.get(/Patient/)
		.times(9)
		.reply(async () => {
			most = Math.max(most, ++atWork);
			await new Promise((resolve) => setTimeout(resolve, 20));
			atWork--;
			return [200, { resourceType: 'Patient', id: '1' }];
		});
	const get = { resource: 'patient', operation: 'get', patientId: '1' };
	await Promise.all(
		[1, 2, 3].map(async () => await runNode('modMed', get, [{}, {}, {}], modMedSurroundings())),
	);
	expect(most).toBe(3);
});
