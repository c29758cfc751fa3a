import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../sandbox';
import { crmClient, sandboxAtNoon } from './client';

let sandbox: Sandbox;
let call: ReturnType<typeof crmClient>;
beforeEach(async () => {
	sandbox = await sandboxAtNoon();
	call = crmClient(sandbox);
});
afterEach(async () => {
	await sandbox.stop();
});

const locationId = 'SandboxLocation00001';
const testa = () => sandbox.location.contactNamed('Testa Sample');
const field = (name: string) => sandbox.crm.fields.find((known) => known.name === name)?.id ?? '';

describe('validation', () => {
	it('refuses undeclared properties by name, in a list', async () => {
		const { status, body } = await call('PUT', `/contacts/${testa().id}`, {
			locationId,
			gender: 'male',
		});
		expect(status).toBe(422);
		expect(body.message).toEqual([
			'property locationId should not exist',
			'property gender should not exist',
		]);
		expect(String(body.traceId)).toHaveLength(36);
	});

	it('calls an unknown contact a bad request', async () => {
		const { status, body } = await call('GET', '/contacts/nobody');
		expect([status, body.message]).toEqual([400, 'Contact with id nobody not found']);
	});
});

describe('duplicates', () => {
	it('are refused with the id of the contact there is', async () => {
		const email = 'TESTA.sample@example.com';
		const { status, body } = await call('POST', '/contacts/', { locationId, email });
		expect(status).toBe(400);
		expect(body.meta).toMatchObject({ contactId: testa().id, matchingField: 'email' });
	});

	it('are found at once by email or phone, when the plus is encoded', async () => {
		const path = `/contacts/search/duplicate?locationId=${locationId}`;
		const found = await call('GET', `${path}&number=%2B15615550101`);
		expect(found.body.contact?.id).toBe(testa().id);
		expect((await call('GET', `${path}&number=+15615550101`)).body.contact).toBeNull();
		expect((await call('GET', path)).status).toBe(400);
	});

	it('may come without custom fields', async () => {
		const path = `/contacts/search/duplicate?locationId=${locationId}&email=${testa().email}`;
		expect((await call('GET', path)).body.contact).toHaveProperty('customFields');
		sandbox.unknowns.crm.set('duplicateReturnsCustomFields', 'no');
		expect((await call('GET', path)).body.contact).not.toHaveProperty('customFields');
	});
});

describe('upsert', () => {
	it('overwrites tags, ignores the gender and passes over the second match', async () => {
		sandbox.location.addTags(testa().id, 'Keep Me');
		const max = sandbox.location.contactNamed('Max Trialman');
		const { status, body } = await call('POST', '/contacts/upsert', {
			locationId,
			email: testa().email,
			phone: max.phone,
			gender: 'male',
			tags: ['Only This'],
		});
		expect([status, body.new]).toEqual([200, false]);
		expect(body.contact).toMatchObject({ id: testa().id, tags: ['only this'] });
		expect(body.contact).not.toHaveProperty('gender');
		expect(sandbox.location.contact(max.id)?.phone).toBe(max.phone);
	});
});

describe('custom fields', () => {
	const put = async (name: string, field_value: unknown) =>
		await call('PUT', `/contacts/${testa().id}`, {
			customFields: [{ id: field(name), field_value }],
		});

	it.each([
		['iso', '2026-03-12T00:00:00.000Z'],
		['date', '2026-03-12'],
		['epochMs', Date.UTC(2026, 2, 12)],
	] as const)('read a date back as %s', async (format, value) => {
		sandbox.unknowns.crm.set('dateReadFormat', format);
		const { body } = await put('Next Visit Date', '2026-03-12');
		expect(body.contact?.customFields).toEqual([{ id: field('Next Visit Date'), value }]);
	});

	it('take a date as a day and an amount as a number only', async () => {
		expect((await put('Next Visit Date', '2026-03-12T10:00:00Z')).status).toBe(422);
		expect((await put('Patient Lifetime Value', '12.50')).status).toBe(422);
		expect((await put('Patient Lifetime Value', 12.5)).status).toBe(200);
	});

	it.each([
		['emptyOrNull', '', true],
		['emptyOrNull', null, true],
		['emptyOnly', null, false],
		['nullOnly', '', false],
	] as const)('are emptied by %s', async (how, value, cleared) => {
		await put('Next Visit Date', '2026-03-12');
		sandbox.unknowns.crm.set('clearedBy', how);
		await put('Next Visit Date', value);
		expect('Next Visit Date' in sandbox.location.fields(testa().id)).toBe(!cleared);
	});
});

describe('tags', () => {
	it('are lower-cased, added and removed without touching others', async () => {
		const path = `/contacts/${testa().id}/tags`;
		await call('POST', path, { tags: ['Appointment Booked', 'Mine'] });
		const { status, body } = await call('DELETE', path, { tags: ['APPOINTMENT BOOKED'] });
		expect(status).toBe(200);
		expect(body.tags).toEqual(['mine']);
		sandbox.unknowns.crm.set('tagDeleteAnswer', 'removed');
		expect((await call('DELETE', path, { tags: ['Mine'] })).body.tags).toEqual(['mine']);
	});

	it('are changed in bulk, with a result for each contact', async () => {
		const contacts = [testa().id, 'nobody'];
		const sent = { contacts, tags: ['Patient'], locationId };
		const { status, body } = await call('POST', '/contacts/bulk/tags/update/add', sent);
		expect([status, body.errorCount]).toEqual([201, 1]);
		expect(testa().tags).toEqual(['patient']);
	});
});

describe('notes', () => {
	it('are never recognised as repeated', async () => {
		const path = `/contacts/${testa().id}/notes`;
		await call('POST', path, { body: 'first' });
		expect((await call('POST', path, { body: 'first' })).status).toBe(201);
		expect((await call('GET', path)).body.notes).toHaveLength(2);
		expect((await call('POST', path, {})).status).toBe(422);
	});
});

describe('the search', () => {
	const tagged = async () =>
		await call('POST', '/contacts/search', {
			locationId,
			pageLimit: 2,
			filters: [{ field: 'tags', operator: 'contains', value: 'modmed create' }],
		});

	it('is behind the contacts by the lag that is set', async () => {
		sandbox.crm.settings.searchLagMs = 3000;
		sandbox.location.addTags(testa().id, 'ModMed Create');
		expect((await tagged()).body.total).toBe(0);
		sandbox.clock.advance(3000);
		expect((await tagged()).body.total).toBe(1);
	});

	it('pages by cursor', async () => {
		for (const { id } of sandbox.location.contacts()) {
			sandbox.location.addTags(id, 'ModMed Create');
		}
		const first = await tagged();
		expect(first.body.contacts).toHaveLength(2);
		const searchAfter = first.body.contacts?.[1]?.searchAfter;
		const rest = await call('POST', '/contacts/search', {
			locationId,
			pageLimit: 500,
			searchAfter,
		});
		expect(rest.body.contacts).toHaveLength(7);
	});

	it('needs a page limit and may not know custom fields', async () => {
		expect((await call('POST', '/contacts/search', { locationId })).status).toBe(422);
		const id = field('ModMed Patient ID');
		const filters = [{ field: `customFields.${id}`, operator: 'eq', value: '385871' }];
		const sent = { locationId, pageLimit: 10, filters };
		expect((await call('POST', '/contacts/search', sent)).body.total).toBe(0);
		sandbox.unknowns.crm.set('customFieldFilterSupported', 'rejected');
		expect((await call('POST', '/contacts/search', sent)).status).toBe(422);
	});
});
