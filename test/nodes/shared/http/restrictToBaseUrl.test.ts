import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { isBelow, restrictToBaseUrl } from '../../../../nodes/shared/http/restrictToBaseUrl';

const BASE = 'https://crm.example.com/v1';

describe('A request that carries a credential', () => {
	it.each([
		['a proxy', { proxy: { host: 'elsewhere.example', port: 8080 } }],
		['no check of the certificate', { skipSslCertificateValidation: true }],
		['no check of the certificate, as older nodes say it', { rejectUnauthorized: false }],
		['no check of the certificate, by its agent', { agentOptions: { rejectUnauthorized: false } }],
		['no check of the certificate, as the oldest say it', { strictSSL: false }],
		['a certificate authority of its own', { ca: 'certificate' }],
		['an agent of its own', { httpsAgent: {} }],
		['a socket of its own', { socketPath: '/var/run/other.sock' }],
		['a way to look up names', { lookup: () => undefined }],
	])('goes directly to the service: %s is dropped', (_what, options) => {
		const request = restrictToBaseUrl(BASE, { url: 'contacts', ...options } as IHttpRequestOptions);
		expect(request?.url).toBe(`${BASE}/contacts`);
		expect(Object.keys(request ?? {})).not.toEqual(
			expect.arrayContaining([Object.keys(options)[0]]),
		);
	});

	it('names no other host in its headers, and keeps the rest of them', () => {
		const headers = { Host: 'elsewhere.example', Accept: 'application/json' };
		expect(restrictToBaseUrl(BASE, { url: 'contacts', headers })?.headers).toEqual({
			Accept: 'application/json',
		});
	});

	it('keeps what says what is asked', () => {
		const request = { url: 'contacts', method: 'POST', body: { a: 1 }, qs: { b: 2 }, timeout: 5 };
		expect(restrictToBaseUrl(BASE, request as IHttpRequestOptions)).toMatchObject({
			method: 'POST',
			body: { a: 1 },
			qs: { b: 2 },
			timeout: 5,
		});
	});
});

describe('An address below another', () => {
	it.each(['contacts/abc', 'contacts/a%7Cb', 'contacts/caf%C3%A9', 'contacts?next=..%2f'])(
		'may be %s',
		(path) => expect(isBelow(BASE, `${BASE}/${path}`)).toBe(true),
	);

	it.each([
		'../admin',
		'..%2fadmin',
		'%2e%2e/admin',
		'%2e%2e%2Fadmin',
		'contacts/..%5c..%5cadmin',
		'..%252fadmin',
		'..%25252fadmin',
		'contacts/%ff',
	])('is never %s', (path) => expect(isBelow(BASE, `${BASE}/${path}`)).toBe(false));
});
