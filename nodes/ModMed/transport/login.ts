import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';
import { boundedExchange } from '../../shared/http/boundedExchange';
import { processCache } from '../../shared/processMemory';
import { rejectedLogin, unreachable } from './loginError';
import { tokenUrl } from './settings';

const LOGIN_TIMEOUT_MS = 10_000;

/** Logins in progress: several requests that find a token expired share one. */
const inProgress = new Map<string, Promise<string>>();

/** For so long a rejected login is not repeated unchanged: too many would lock the account. */
const REJECTED_MS = 30_000;
const MAX_REJECTED = 100;

const rejected = processCache<ConnectionError>(
	{ max: MAX_REJECTED, ttlMs: REJECTED_MS },
	'refusals',
);

/**
 * A new access token for the practice, by either of ModMed's two logins: the password grant, or
 * the client credentials of a vendor.
 * Source: https://portal.api.modmed.com/reference/authentication-1
 * @throws ConnectionError saying whether the key, the login or the practice is wrong. A rejected
 * login throws the same error for 30 seconds without asking again.
 */
export async function logIn(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const request = loginRequest(credentials);
	const key = JSON.stringify([request.url, request.headers, request.body]);
	const known = rejected.get(key);
	if (known) throw known;
	const login = inProgress.get(key) ?? requestToken(helpers, request, credentials);
	inProgress.set(key, login);
	try {
		return await login.catch(async (error: unknown) => {
			if (error instanceof ConnectionError && !error.transient) rejected.set(key, error);
			return await Promise.reject(error);
		});
	} finally {
		inProgress.delete(key);
	}
}

function loginRequest(credentials: ICredentialDataDecryptedObject): IHttpRequestOptions {
	const isClientLogin = credentials.authentication === 'clientCredentials';
	const body: Record<string, string> = isClientLogin
		? {
				grant_type: 'client_credentials',
				client_id: asText(credentials.clientId),
				client_secret: asText(credentials.clientSecret),
			}
		: {
				grant_type: 'password',
				username: asText(credentials.username),
				password: String(credentials.password ?? ''),
			};
	return {
		method: 'POST',
		url: tokenUrl(credentials),
		headers: {
			Accept: 'application/json',
			'Content-Type': 'application/x-www-form-urlencoded',
			...(isClientLogin ? {} : { 'x-api-key': asText(credentials.apiKey) }),
		},
		body: new URLSearchParams(body).toString(),
		ignoreHttpStatusErrors: true,
	};
}

async function requestToken(
	helpers: IHttpRequestHelper['helpers'],
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const { status, body: answered } = await boundedExchange(
		// No redirect is followed: it would send the login to an address nobody has configured.
		async (stream) => await helpers.httpRequest({ ...request, ...stream }),
		{ silenceMs: LOGIN_TIMEOUT_MS, totalMs: LOGIN_TIMEOUT_MS },
	).catch(() => {
		throw unreachable();
	});
	const body = asRecord(answered);
	if (status < 200 || status > 299) throw rejectedLogin(status, body, credentials);
	const token = asText(body.access_token);
	if (token !== '') return token;
	throw new ConnectionError(
		"ModMed's answer to the login contains no token",
		"Check 'Environment' and 'Practice Prefix' in the ModMed credential, or try again later.",
		true,
	);
}
