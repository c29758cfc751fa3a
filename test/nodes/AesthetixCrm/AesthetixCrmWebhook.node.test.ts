import { describe, expect, it } from '@jest/globals';
import type { IWebhookFunctions } from 'n8n-workflow';

import { AesthetixCrmWebhook } from '../../../nodes/AesthetixCrm/AesthetixCrmWebhook.node';
import { ODD_IDS } from '../../support/hostileData';

const SECRET = 'not-a-real-secret';
const LOCATION = 'here';
const id = 'aBcDeFgHiJkLmNoPqRsT';

/** A call as n8n hands it to the node. */
async function call(headers: object, body: unknown, webhookSecret = SECRET) {
	const answered: Array<number | string> = [];
	const json = ({ message }: { message: string }) => answered.push(message);
	const response = { status: (code: number) => (answered.push(code), { json }) };
	const context = {
		getCredentials: async () => ({ webhookSecret, locationId: LOCATION }),
		getHeaderData: () => headers,
		getBodyData: () => body,
		getResponseObject: () => response,
	} as unknown as IWebhookFunctions;
	const result = await new AesthetixCrmWebhook().webhook.call(context);
	return { result, answered };
}

describe('Aesthetix CRM Webhook', () => {
	const allowed = { 'x-webhook-secret': SECRET };

	it('keeps the ID of the contact and nothing else', async () => {
		const body = { contact_id: id, first_name: 'Ida', email: 'ida@example.com', tags: 'a,b' };
		const { result } = await call(allowed, body);
		expect(result).toEqual({ workflowData: [[{ json: { contactId: id } }]] });
	});

	it.each([
		['no header', {}, SECRET],
		['another value', { 'x-webhook-secret': 'guessed' }, SECRET],
		['a part of it', { 'x-webhook-secret': SECRET.slice(0, -1) }, SECRET],
		['a list', { 'x-webhook-secret': [SECRET] }, SECRET],
		['nothing where no secret is set', { 'x-webhook-secret': '' }, ''],
		['anything where no secret is set', { 'x-webhook-secret': 'x' }, ' '],
	])('refuses a call with %s', async (_, headers, secret) => {
		const { result, answered } = await call(headers, { contact_id: id }, secret);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answered).toEqual([403, 'Not allowed']);
	});

	it('refuses even the right secret where it is shorter than 16 characters, and says so', async () => {
		const secret = 'fifteen-letters';
		const { answered } = await call({ 'x-webhook-secret': secret }, { contact_id: id }, secret);
		expect(answered).toEqual([403, expect.stringContaining('fewer than 16 characters')]);
	});

	it('starts nothing for another location', async () => {
		const called = async (location: object) =>
			(await call(allowed, { contact_id: id, location })).result.workflowData;
		expect(await called({ id: 'elsewhere' })).toBeUndefined();
		expect(await called({ id: LOCATION })).toBeDefined();
	});

	it.each([...ODD_IDS, [id], { $ne: '' }, null, true, undefined])(
		'starts nothing for %j',
		async (contact_id) => {
			const { result } = await call(allowed, { contact_id });
			expect(result.workflowData).toBeUndefined();
		},
	);

	it.each(['x', [], null, undefined, 7])('starts nothing for the body %j', async (body) => {
		expect((await call(allowed, body)).result.workflowData).toBeUndefined();
	});
});
