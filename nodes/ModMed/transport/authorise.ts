import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { asText } from '../../../domain/tolerant';
import { ConnectionError } from './connectionError';
import { fhirUrl } from './settings';

/**
 * Adds key and token to a request to the practice. An address without a server is meant below
 * the practice's own; one at any other server gets neither key nor token.
 */
export function authorise(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const base = fhirUrl(credentials);
	const url = absolute(options, base);
	if (!isBelow(base, url)) {
		throw new ConnectionError(
			'The address of this request is not one of the practice in ModMed',
			'The ModMed credential can only be used for addresses of its own practice.',
		);
	}
	return {
		...options,
		baseURL: undefined,
		url,
		headers: {
			...options.headers,
			Authorization: `Bearer ${asText(credentials.accessToken)}`,
			'x-api-key': asText(credentials.apiKey),
		},
		disableFollowRedirect: true,
	};
}

/** Whether an address lies at the same server as a base address and below its path. */
export function isBelow(base: string, url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { origin, pathname, username } = new URL(url);
	const root = new URL(base);
	return origin === root.origin && username === '' && pathname.startsWith(`${root.pathname}/`);
}

function absolute({ baseURL, url }: IHttpRequestOptions, base: string): string {
	const root = baseURL ? `${baseURL}/` : `${base}/`;
	return URL.canParse(url, root) ? new URL(url, root).href : url;
}
