import { describe, expect, it } from '@jest/globals';

import {
	auditedWrite,
	outcomeOfWrite,
} from '../../../../nodes/AesthetixCrm/transport/auditedWrite';
import { refusalOf, refusalWithoutAnswer } from '../../../../nodes/AesthetixCrm/transport/refusal';
import type { CrmRequest } from '../../../../nodes/AesthetixCrm/transport/send';

const ID = 'ocQHyuzHvysMo5N5VsXc';
const subject = { what: 'the contact', scope: 'contacts.write' } as const;

const auditOf = (request: Pick<CrmRequest, 'method' | 'path'> & Partial<CrmRequest>) =>
	auditedWrite({ ...subject, ...request }, 'location-1');

describe('A request to the CRM is audited', () => {
	it.each<[Pick<CrmRequest, 'method' | 'path'>, object]>([
		[{ method: 'POST', path: '/contacts/' }, { action: 'contact.create' }],
		[
			{ method: 'PUT', path: `/contacts/${ID}` },
			{ action: 'contact.update', contactId: ID },
		],
		[
			{ method: 'DELETE', path: `/contacts/${ID}/notes/n1` },
			{ action: 'note.delete', contactId: ID, noteId: 'n1' },
		],
		[
			{ method: 'DELETE', path: `/contacts/${ID}/tags` },
			{ action: 'contact.removeTags', contactId: ID },
		],
		[
			{ method: 'PUT', path: `/opportunities/${ID}` },
			{ action: 'opportunity.move', opportunityId: ID },
		],
		[{ method: 'POST', path: '/something/new' }, { action: 'POST request' }],
	])('%j', (request, record) => {
		const service = 'aesthetixCrm';
		expect(auditOf(request)).toMatchObject({ service, locationId: 'location-1', ...record });
	});

	it('by the names of its fields', () => {
		const customFields = [{ id: 'f1', field_value: 'Peel' }];
		const body = { locationId: 'location-1', firstName: 'Testa', customFields };
		expect(auditOf({ method: 'POST', path: '/contacts/', body })).toMatchObject({
			fields: ['firstName', 'customFields.f1'],
		});
	});

	it('without what somebody entered in the place of an ID', () => {
		const path = `/contacts/${encodeURIComponent('testa@example.com')}`;
		expect(JSON.stringify(auditOf({ method: 'PUT', path }))).not.toContain('testa');
	});

	it.each<[string, Parameters<typeof auditOf>[0]]>([
		['reads', { method: 'GET', path: `/contacts/${ID}` }],
		['searches', { method: 'POST', path: '/contacts/search', onlyReads: true }],
		['only asks whether it may', { method: 'PUT', path: `/contacts/${ID}`, body: {} }],
	])('unless it %s', (_, request) => {
		expect(auditOf(request)).toBeUndefined();
	});
});

describe('The outcome of a write', () => {
	it('has the IDs that the answer tells', () => {
		const body = { contact: { id: ID, email: 'testa@example.com' }, note: { id: 'n1' } };
		const outcome = { outcome: 'done', contactId: ID, noteId: 'n1' };
		expect(outcomeOfWrite({ ok: true, body })).toEqual(outcome);
	});

	it.each([
		['refused', '422', refusalOf(422, { message: 'email must be an email' }, false)],
		['refused', '0', refusalWithoutAnswer('ECONNREFUSED')],
		['unknown', '502', refusalOf(502, {}, false)],
		['unknown', '0', refusalWithoutAnswer('ECONNRESET')],
	])('is %s with status %s', (outcome, status, refusal) => {
		expect(outcomeOfWrite({ ok: false, refusal })).toEqual({ outcome, status });
	});
});
