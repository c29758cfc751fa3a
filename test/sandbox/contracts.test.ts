import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seed, type Sandbox } from '../../sandbox';
import { crmClient, modMedClient, sandboxAtNoon, type Loose } from './client';

const CONTRACTS = join(__dirname, '..', '..', '..', 'shared', 'contracts');
const present = existsSync(CONTRACTS);
const read = (path: string) => JSON.parse(readFileSync(join(CONTRACTS, path), 'utf8')) as Loose;

/** Every path of keys in a value; lists count by what is in them. */
function keysOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => keysOf(entry, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [path];
	return Object.entries(value).flatMap(([key, entry]) => keysOf(entry, `${path}.${key}`));
}

const distinct = (value: unknown) => [...new Set(keysOf(value))].sort();

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await sandboxAtNoon();
});
afterAll(async () => {
	await sandbox.stop();
});

(present ? describe : describe.skip)('beside the published contracts (../shared)', () => {
	const example = (path: string) => {
		const { paths } = read('modmed/ema-proprietary-3.4.3.json');
		const answer = paths?.[path]?.get?.responses?.[200]?.content as unknown as Loose;
		return answer['application/fhir+json']?.example;
	};

	it.each([
		['Appointment', '/fhir/v2/Appointment/{id}', []],
		// Examples that show an address or a diagnosis we have no use for.
		['Encounter', '/fhir/v2/Encounter/{id}', ['.diagnosis', '.appointment', '.participant[].type']],
		['ChargeItem', '/fhir/v2/ChargeItem/CHG|{id}', ['.context']],
		['Practitioner', '/fhir/v2/Practitioner/{id}', ['.telecom[].use']],
		['Location', '/fhir/v2/Location/{id}', ['.address']],
	])('%s has the keys of its example', async (type, path, except) => {
		const patientId = seed.PATIENTS.testa.id;
		const [first] = sandbox.practice.appointments();
		sandbox.practice.setStatus(first?.id ?? '', 'fulfilled');
		sandbox.practice.addCharge({ patientId, amount: 83.63 });
		const get = await modMedClient(sandbox);
		const { body } = await get('GET', type === 'Practitioner' ? `${type}?family=testwell` : type);
		const resources = body.entry as unknown as Array<{ resource: unknown }>;
		const relevant = (keys: string[]) => {
			return keys.filter((key) => !except.some((start) => key.startsWith(start)));
		};
		const ours = distinct(resources[0]?.resource);
		const theirs = distinct(example(path));
		expect(theirs.length).toBeGreaterThan(5);
		// Which participants are there differs; the keys of one do not.
		expect(relevant(ours)).toEqual(relevant(theirs));
	});

	const ajv = new Ajv({ strict: false, logger: false });
	const fits = (file: string, schema: string, body: unknown) => {
		const id = `http://contracts/${file}`;
		if (!ajv.getSchema(id)) {
			const document = read(`highlevel/apps/${file}`);
			ajv.addSchema({ ...document, $id: id } as object);
		}
		const validate = ajv.compile({ $ref: `${id}#/components/schemas/${schema}` });
		validate(body);
		return validate.errors ?? [];
	};

	it('CRM answers fit their schemas', async () => {
		const call = crmClient(sandbox);
		const { locationId } = sandbox.crm;
		const { id } = sandbox.location.contactNamed('Testa Sample');
		const note = await call('POST', `/contacts/${id}/notes`, { body: 'A note' });
		const answers: Array<[string, string, Loose]> = [
			[
				'contacts.json',
				'ContactsByIdSuccessfulResponseDto',
				(await call('GET', `/contacts/${id}`)).body,
			],
			['contacts.json', 'GetCreateUpdateNoteSuccessfulResponseDto', note.body],
			[
				'contacts.json',
				'CreateAddTagSuccessfulResponseDto',
				(await call('POST', `/contacts/${id}/tags`, { tags: ['Patient'] })).body,
			],
			[
				'locations.json',
				'CustomFieldsListSuccessfulResponseDto',
				(await call('GET', `/locations/${locationId}/customFields`)).body,
			],
			[
				'locations.json',
				'LocationTagsSuccessfulResponseDto',
				(await call('GET', `/locations/${locationId}/tags`)).body,
			],
			[
				'locations.json',
				'GetLocationByIdSuccessfulResponseDto',
				(await call('GET', `/locations/${locationId}`)).body,
			],
		];
		for (const [file, schema, body] of answers) {
			expect([schema, fits(file, schema, body)]).toEqual([schema, []]);
		}
	});
});
