import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { restrictToBaseUrl } from '../../shared/http/restrictToBaseUrl';
import { ConnectionError } from '../../shared/http/connectionError';
import { webAddress } from '../../shared/http/webAddress';
import { asText } from '../../../domain/coerce';

/** The version of HighLevel's API that the nodes are written for. */
export const API_VERSION = '2021-07-28';

export const DEFAULT_BASE_URL = 'https://services.leadconnectorhq.com';

/** The base URL of the CRM, without a slash at the end. Throws a ConnectionError for an invalid one. */
export function crmUrl({ baseUrl }: ICredentialDataDecryptedObject): string {
	const text = asText(baseUrl) || DEFAULT_BASE_URL;
	const { origin, pathname } = webAddress(text, 'Base URL', 'the Aesthetix CRM credential');
	return origin + pathname.replace(/\/+$/, '');
}

/**
 * Adds the token to a request. A relative address is below the base URL; a request to any other
 * server is refused, so that the token is sent to the CRM only.
 */
export function authorise(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const request = restrictToBaseUrl(crmUrl(credentials), options);
	if (request === undefined) {
		throw new ConnectionError(
			'The address of this request is not an address of the CRM',
			"The Aesthetix CRM credential can only be used for addresses below its 'Base URL'.",
		);
	}
	const token = asText(credentials.privateIntegrationToken);
	return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
}
