import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';

/** The token endpoint could not be reached, or did not respond in time. */
export function unreachable(): ConnectionError {
	return new ConnectionError(
		'ModMed could not be reached',
		"Try again in a few minutes. If the problem persists, check 'Environment' and 'Base URL' in the ModMed credential.",
		true,
	);
}

/**
 * Explains a rejected login: is it the API key, the login itself or the practice prefix?
 * Source: https://portal.api.modmed.com/reference/post_ws-oauth2-grant
 * @param status The HTTP status of the token endpoint's response.
 * @param body Its body; empty if that was no JSON.
 */
export function rejectedLogin(
	status: number,
	body: Record<string, unknown>,
	credentials: ICredentialDataDecryptedObject,
): ConnectionError {
	const isClientLogin = credentials.authentication === 'clientCredentials';
	if (status === 408 || status === 429 || status >= 500) return busy();
	if (status === 404) return unknownAddress(credentials, isClientLogin);
	if (status === 400 || status === 401 || status === 403) {
		return !isClientLogin && isAboutKey(status, body) ? wrongKey() : wrongLogin(isClientLogin);
	}
	return new ConnectionError(
		`ModMed answered the login with status ${status}`,
		"Check 'Environment' and 'Base URL' in the ModMed credential.",
	);
}

/** The gateway in front of ModMed looks at the key; what lies behind it looks at the login. */
function isAboutKey(status: number, body: Record<string, unknown>): boolean {
	if (asText(body.error) !== '') return false;
	return status === 403 || /api.?key/i.test(asText(body.message));
}

function busy(): ConnectionError {
	return new ConnectionError(
		'ModMed accepts no logins at the moment',
		'No action needed: try again in a few minutes.',
		true,
	);
}

function unknownAddress(
	credentials: ICredentialDataDecryptedObject,
	isClientLogin: boolean,
): ConnectionError {
	const label = credentials.environment === 'custom' ? 'Base URL' : 'Practice Prefix';
	return new ConnectionError(
		isClientLogin
			? "There is no ModMed login at the 'Token URL'"
			: `ModMed does not know this practice: check '${label}'`,
		isClientLogin
			? "Check 'Environment' or 'Token URL' in the ModMed credential."
			: "Enter the part before .ema.md in the practice's sign-in address for ModMed, and choose the environment of the login.",
	);
}

function wrongKey(): ConnectionError {
	return new ConnectionError(
		"ModMed rejected the 'API Key', or the login with it",
		"Check 'API Key' and 'Environment' in the ModMed credential first (each environment has its own key), then 'FHIR Username' and 'FHIR Password'.",
	);
}

function wrongLogin(isClientLogin: boolean): ConnectionError {
	const labels = isClientLogin
		? "'Client ID' or 'Client Secret'"
		: "'FHIR Username' or 'FHIR Password'";
	return new ConnectionError(
		`ModMed rejected the login: check ${labels}`,
		`Copy ${labels.replace(' or ', ' and ')} again from ModMed's instructions. They belong to one practice and one environment.`,
	);
}
