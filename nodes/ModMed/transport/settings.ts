import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';
import { webAddress } from '../../shared/http/webAddress';

export const CREDENTIAL = 'modMedFhirApi';
const WHOSE = 'the ModMed credential';

// https://portal.api.modmed.com/reference/development-basics
const PRACTICES: Record<string, string> = {
	production: 'https://mmapi.ema-api.com/ema-prod/firm',
	training: 'https://stage.ema-api.com/ema-training/firm',
	development: 'https://stage.ema-api.com/ema-dev/firm',
};

// https://portal.api.modmed.com/reference/authentication-1
const REALM_PATH = '/auth/realms/ema-fhir/protocol/openid-connect/token';
const PRODUCTION_LOGIN = `https://sso.ema.md${REALM_PATH}`;
const SANDBOX_LOGIN = `https://ssoqa01-lb-01.m2qa.com${REALM_PATH}`;

/**
 * The base URL of a practice, up to and including `/ema`.
 * Source: https://portal.api.modmed.com/reference/development-basics
 * @throws ConnectionError naming the field of the credential that is wrong.
 */
export function emaUrl(credentials: ICredentialDataDecryptedObject): string {
	const practices = PRACTICES[asText(credentials.environment)];
	if (practices === undefined) return customUrl(credentials.baseUrl);
	return `${practices}/${encodeURIComponent(tidyPrefix(credentials.firmPrefix))}/ema`;
}

/**
 * The practice's FHIR base URL, without a slash at the end.
 * @throws ConnectionError as `emaUrl`.
 */
export function fhirUrl(credentials: ICredentialDataDecryptedObject): string {
	return `${emaUrl(credentials)}/fhir/v2`;
}

/** The secrets of a credential. Whoever reads n8n's database does not know them: n8n encrypts them. */
export function secretsOf(credentials: ICredentialDataDecryptedObject): string[] {
	return [credentials.apiKey, credentials.password, credentials.clientSecret].map(asText);
}

/**
 * The URL that issues tokens for the chosen kind of login.
 * Source: https://portal.api.modmed.com/reference/authentication-1
 * @throws ConnectionError as `emaUrl`.
 */
export function tokenUrl(credentials: ICredentialDataDecryptedObject): string {
	if (credentials.authentication !== 'clientCredentials') {
		return `${emaUrl(credentials)}/ws/oauth2/grant`;
	}
	if (credentials.environment === 'custom') {
		return webAddress(credentials.tokenUrl, 'Token URL', WHOSE).href;
	}
	return credentials.environment === 'production' ? PRODUCTION_LOGIN : SANDBOX_LOGIN;
}

/**
 * The practice's prefix, also taken from a whole address of the practice.
 * Source: https://portal.api.modmed.com/reference/basic-concepts
 * @throws ConnectionError if there is no prefix in it.
 * @example tidyPrefix(' https://DermAssoc.ema.md/login ') // 'dermassoc'
 */
export function tidyPrefix(value: unknown): string {
	const text = asText(value).toLowerCase();
	const [, inPath] = /\/firm\/([^/?#]+)/.exec(text) ?? [];
	const host = text.replace(/^[a-z]+:\/\//, '').split(/[/?#:]/, 1)[0] ?? '';
	const prefix = inPath ?? host.split('.', 1)[0] ?? '';
	if (!/^[a-z0-9_-]+$/.test(prefix)) {
		throw new ConnectionError(
			"The 'Practice Prefix' of the ModMed credential is empty or not a prefix",
			"Enter the part before .ema.md in the practice's sign-in address for ModMed.",
		);
	}
	return prefix;
}

function customUrl(value: unknown): string {
	const { origin, pathname } = webAddress(value, 'Base URL', WHOSE);
	return origin + pathname.replace(/\/+$/, '').replace(/\/fhir(\/v2)?$/, '');
}
