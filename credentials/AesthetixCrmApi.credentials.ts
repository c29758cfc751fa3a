import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { asText } from '../domain/coerce';
import { API_VERSION, authorise, DEFAULT_BASE_URL } from '../nodes/AesthetixCrm/transport/settings';
import { isTooShort } from '../nodes/AesthetixCrm/webhook/webhookSecret';
import { ConnectionError } from '../nodes/shared/http/connectionError';

const CHECK_TOKEN =
	'The CRM rejected the token. Create a new one in the CRM under Settings > Private Integrations and enter it as the Private Integration Token.';
const CHECK_SCOPE =
	'The token is valid but lacks a permission. Add the scope View Locations (locations.readonly) under Settings > Private Integrations.';
const CHECK_LOCATION =
	'The token has no access to this location. Check the Location ID: it has to be the sub-account in which the private integration was made.';

/** Marks the request of the credential's test. It is not sent. */
const CHECK_SECRET_HEADER = 'X-Check-Webhook-Secret';

export class AesthetixCrmApi implements ICredentialType {
	name = 'aesthetixCrmApi';

	displayName = 'Aesthetix CRM API';

	icon = {
		light: 'file:../icons/aesthetix.svg',
		dark: 'file:../icons/aesthetix.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-modmed-aesthetix/n8n-nodes-modmed-aesthetix#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Private Integration Token',
			name: 'privateIntegrationToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Created in the CRM under Settings > Private Integrations',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			required: true,
			description: 'ID of the sub-account, under Settings > Business Profile',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for the Aesthetix CRM Webhook: the value that calls must send in the header X-Webhook-Secret. At least 16 characters.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			description: 'Change it for tests only',
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { [CHECK_SECRET_HEADER]: isTest, ...headers } = options.headers ?? {};
		if (isTest && isTooShort(asText(credentials.webhookSecret))) throw secretTooShort();
		return authorise(credentials, { ...options, headers });
	};

	/**
	 * The CRM answers 401 for a wrong token and for a missing permission: only its words tell them
	 * apart, and rules see these only where the status is not taken for a failure by itself. The
	 * address is relative: `authenticate` puts the CRM's own in front of it.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '',
			url: '=locations/{{encodeURIComponent($credentials.locationId.trim())}}',
			method: 'GET',
			headers: {
				Version: API_VERSION,
				Accept: 'application/json',
				[CHECK_SECRET_HEADER]: 'yes',
			},
			ignoreHttpStatusErrors: true,
		},
		rules: [
			rule('message', 'The token is not authorized for this scope.', CHECK_SCOPE),
			rule('statusCode', 401, CHECK_TOKEN),
			rule('statusCode', 403, CHECK_LOCATION),
			rule('statusCode', 400, CHECK_LOCATION),
			rule('statusCode', 404, CHECK_LOCATION),
			rule('statusCode', 422, CHECK_LOCATION),
			rule('statusCode', 429, "The CRM's rate limit is exceeded. Try again in a minute."),
			rule(
				'location.id',
				undefined,
				'The address is not the CRM, or the CRM is unavailable. Check the Base URL and try again.',
			),
		],
	};
}

function secretTooShort(): ConnectionError {
	return new ConnectionError(
		"The 'Webhook Secret' has fewer than 16 characters: enter a longer one, or none",
		'A short secret can be guessed. Enter the same one in the CRM, as the header X-Webhook-Secret.',
	);
}

function rule(key: string, value: unknown, message: string) {
	return { type: 'responseSuccessBody' as const, properties: { key, value, message } };
}
