import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { authorise } from '../nodes/ModMed/transport/authorise';
import { credentialFields } from '../nodes/ModMed/descriptions/credentialFields';
import { logIn } from '../nodes/ModMed/transport/login';

export class ModMedFhirApi implements ICredentialType {
	name = 'modMedFhirApi';

	displayName = 'ModMed FHIR API';

	icon: Icon = { light: 'file:../icons/modmed.svg', dark: 'file:../icons/modmed.dark.svg' };

	documentationUrl = 'https://portal.api.modmed.com/reference/authentication-1';

	properties: INodeProperties[] = credentialFields;

	/** Called by n8n while there is no token, and once more when ModMed no longer accepts it. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return { accessToken: await logIn(this.helpers, credentials) };
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authorise(credentials, options);

	// The address is relative: `authenticate` puts the practice's own in front of it.
	test: ICredentialTestRequest = {
		request: { baseURL: '', url: 'Location', qs: { _count: 1 }, timeout: 15_000 },
		rules: [
			whenStatus(401, 'ModMed accepts this login, but not its token for this practice.'),
			whenStatus(
				403,
				"ModMed does not allow reading locations: either the 'API Key' belongs to another environment, or ModMed has not granted the permission Location SEARCH (acl/loc_s).",
			),
			whenStatus(
				404,
				"ModMed does not know this practice: check 'Practice Prefix' and 'Environment'.",
			),
			whenStatus(429, 'ModMed is busy at the moment. Test again in a minute.'),
			whenStatus(500, 'ModMed is unavailable at the moment. Test again in a few minutes.'),
			whenStatus(502, 'ModMed is unavailable at the moment. Test again in a few minutes.'),
			whenStatus(503, 'ModMed is unavailable at the moment. Test again in a few minutes.'),
		],
	};
}

function whenStatus(value: number, message: string) {
	return { type: 'responseCode' as const, properties: { value, message } };
}
