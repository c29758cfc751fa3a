import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';
import { restrictToBaseUrl } from '../../shared/http/restrictToBaseUrl';
import { ConnectionError } from '../../shared/http/connectionError';
import { fhirUrl } from './settings';

/**
 * Adds the API key and the access token to a request to the practice.
 * Source: https://portal.api.modmed.com/reference/authentication-1
 * @param options A relative address lies below the practice's FHIR base URL.
 * @throws ConnectionError for any address outside the practice's FHIR base URL.
 */
export function authorise(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const request = restrictToBaseUrl(fhirUrl(credentials), options);
	if (request === undefined) {
		throw new ConnectionError(
			'The address of this request does not belong to the practice in ModMed',
			'The ModMed credential can only be used for addresses of its own practice.',
		);
	}
	return {
		...request,
		headers: {
			...request.headers,
			Authorization: `Bearer ${asText(credentials.accessToken)}`,
			'x-api-key': asText(credentials.apiKey),
		},
	};
}
