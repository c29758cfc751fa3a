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

const locationPath = () => `/locations/${sandbox.crm.locationId}`;

describe('the CRM tells apart', () => {
	it('a wrong token, a missing scope and a wrong location', async () => {
		const token = await call('GET', locationPath(), undefined, { authorization: 'Bearer no' });
		expect([token.status, token.body.message]).toEqual([
			401,
			'Invalid token: access token is invalid',
		]);
		sandbox.crm.settings.revoke('locations.readonly');
		const scope = await call('GET', locationPath());
		expect([scope.status, scope.body.message]).toEqual([
			401,
			'The token is not authorized for this scope.',
		]);
		const wrong = await call('GET', '/locations/other/tags');
		expect([wrong.status, wrong.body.message]).toEqual([
			403,
			'The token does not have access to this location.',
		]);
	});

	it.each(['401', '400', '422'] as const)('a missing Version, by a %s', async (status) => {
		sandbox.unknowns.crm.set('missingVersion', status);
		const reply = await call('GET', locationPath(), undefined, { version: '' });
		expect(String(reply.status)).toBe(status);
	});

	it('locations that allow duplicates', async () => {
		const { settings } = (await call('GET', locationPath())).body.location ?? {};
		expect(settings).toMatchObject({
			allowDuplicateContact: false,
			allowDuplicateOpportunity: false,
		});
	});
});

describe('the rate limit', () => {
	it('is in the headers of every answer and opens again after its interval', async () => {
		sandbox.crm.settings.burst.max = 2;
		const first = await call('GET', locationPath());
		expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
		expect(first.headers.get('x-ratelimit-interval-milliseconds')).toBe('10000');
		await call('GET', locationPath());
		const third = await call('GET', locationPath());
		expect([third.status, third.headers.get('x-ratelimit-remaining')]).toEqual([429, '0']);
		sandbox.clock.advance(10_000);
		expect((await call('GET', locationPath())).status).toBe(200);
	});

	it('has a daily part', async () => {
		sandbox.crm.settings.dailyMax = 1;
		expect((await call('GET', locationPath())).status).toBe(200);
		const second = await call('GET', locationPath());
		expect(second.status).toBe(429);
		expect(second.headers.get('x-ratelimit-daily-remaining')).toBe('0');
	});

	it('can be without headers and without JSON', async () => {
		sandbox.unknowns.crm.set('rateLimitHeaders', 'absent');
		sandbox.unknowns.crm.set('body429', 'html');
		sandbox.crm.settings.dailyMax = 0;
		const { status, headers, text } = await call('GET', locationPath());
		expect(status).toBe(429);
		expect(headers.get('x-ratelimit-remaining')).toBeNull();
		expect(text).toContain('<html>');
	});
});

describe('setting up', () => {
	it('creates fields and tags once', async () => {
		const fields = `${locationPath()}/customFields`;
		const sent = { name: 'Favourite Tea', dataType: 'TEXT', model: 'contact' };
		const created = await call('POST', fields, sent);
		expect(created.status).toBe(201);
		expect(created.body.customField?.fieldKey).toBe('contact.favourite_tea');
		expect((await call('POST', fields, sent)).status).toBe(400);
		const tag = await call('POST', `${locationPath()}/tags`, { name: 'New Tag' });
		expect([tag.status, tag.body.tag?.name]).toEqual([200, 'new tag']);
	});
});
