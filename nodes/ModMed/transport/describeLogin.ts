import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';

/** ModMed could not be reached at all, or did not answer in time. */
export function unreachable(): ConnectionError {
	return new ConnectionError(
		'ModMed could not be reached',
		"Try again in a few minutes. If the problem persists, check 'Environment' and 'Base URL' in the ModMed credential.",
		true,
	);
}

/** What a login that ModMed did not grant means: is it the key, the login or the prefix? */
export function refusedLogin(
	status: number,
	body: Record<string, unknown>,
	credentials: ICredentialDataDecryptedObject,
): ConnectionError {
	const asVendor = credentials.authentication === 'clientCredentials';
	if (status === 408 || status === 429 || status >= 500) return busy();
	if (status === 404) return wrongPlace(credentials, asVendor);
	if (status === 400 || status === 401 || status === 403) {
		return !asVendor && isAboutKey(status, body) ? wrongKey() : wrongLogin(asVendor);
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

function wrongPlace(
	credentials: ICredentialDataDecryptedObject,
	asVendor: boolean,
): ConnectionError {
	const label = credentials.environment === 'custom' ? 'Base URL' : 'Practice Prefix';
	return new ConnectionError(
		asVendor
			? "There is no ModMed login at the 'Token URL'"
			: `ModMed does not know this practice: check '${label}'`,
		asVendor
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

function wrongLogin(asVendor: boolean): ConnectionError {
	const labels = asVendor ? "'Client ID' or 'Client Secret'" : "'FHIR Username' or 'FHIR Password'";
	return new ConnectionError(
		`ModMed rejected the login: check ${labels}`,
		`Copy ${labels.replace(' or ', ' and ')} again from ModMed's instructions. They belong to one practice and one environment.`,
	);
}
