import type { INodeProperties } from 'n8n-workflow';

const forCustom = { show: { environment: ['custom'] } };
const forPassword = { show: { authentication: ['password'] } };
const forClient = { show: { authentication: ['clientCredentials'] } };

/** The fields of the ModMed credential, by the names a practice knows them by. */
export const credentialFields: INodeProperties[] = [
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom' },
			{ name: 'Development', value: 'development' },
			{ name: 'Production', value: 'production' },
			{ name: 'Training', value: 'training' },
		],
		default: 'production',
		description: 'The ModMed system that the key and the login belong to',
	},
	{
		displayName: 'Practice Prefix',
		name: 'firmPrefix',
		type: 'string',
		displayOptions: { hide: { environment: ['custom'] } },
		default: '',
		placeholder: 'e.g. dermassoc',
		description: "The part before .ema.md in the practice's sign-in address for ModMed",
		required: true,
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		displayOptions: forCustom,
		default: '',
		placeholder: 'e.g. https://mmapi.ema-api.com/ema-prod/firm/dermassoc/ema',
		description: 'Everything up to and including /ema',
		required: true,
	},
	{
		displayName: 'API Key',
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'The key that ModMed issued for this environment',
		required: true,
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Client Credentials', value: 'clientCredentials' },
			{ name: 'FHIR Username and Password', value: 'password' },
		],
		default: 'password',
	},
	{
		displayName: 'FHIR Username',
		name: 'username',
		type: 'string',
		displayOptions: forPassword,
		default: '',
		placeholder: 'e.g. fhir_abc12',
		required: true,
	},
	{
		displayName: 'FHIR Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: forPassword,
		default: '',
		required: true,
	},
	{
		displayName: 'Client ID',
		name: 'clientId',
		type: 'string',
		displayOptions: forClient,
		default: '',
		required: true,
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: forClient,
		default: '',
		required: true,
	},
	{
		displayName: 'Token URL',
		name: 'tokenUrl',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: { show: { environment: ['custom'], authentication: ['clientCredentials'] } },
		default: '',
		placeholder: 'e.g. https://sso.ema.md/auth/realms/ema-fhir/protocol/openid-connect/token',
		required: true,
	},
	{
		displayName: 'Access Token',
		name: 'accessToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
];
