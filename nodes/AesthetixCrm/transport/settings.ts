import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { restrictToBaseUrl } from '../../shared/http/restrictToBaseUrl';
import { ConnectionError } from '../../shared/http/connectionError';
import { webAddress } from '../../shared/http/webAddress';
import { asText } from '../../../domain/coerce';

/** The version of HighLevel's API that the nodes are written for. */
export const API_VERSION = '2021-07-28';

export const DEFAULT_BASE_URL = 'https://services.leadconnectorhq.com';

/** Where the CRM is reached, without a slash at the end. */
export function crmUrl({ baseUrl }: ICredentialDataDecryptedObject): string {
	const text = asText(baseUrl) || DEFAULT_BASE_URL;
	const { origin, pathname } = webAddress(text, 'Base URL', 'the Aesthetix CRM credential');
	return origin + pathname.replace(/\/+$/, '');
}

/**
 * Adds the token to a request to the CRM. An address without a server is meant below the CRM's
 * own; one at any other server gets no token.
 */
export function authorise(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const request = restrictToBaseUrl(crmUrl(credentials), options);
	if (request === undefined) {
		throw new ConnectionError(
			'The address of this request is not one of the CRM',
			"The Aesthetix CRM credential can only be used for addresses below its 'Base URL'.",
		);
	}
	const token = asText(credentials.privateIntegrationToken);
	return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
}
