import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { asRecord, asText } from '../../../domain/coerce';
import { ConnectionError } from '../../shared/http/connectionError';
import { processCache } from '../../shared/processMemory';
import { refusedLogin, unreachable } from './describeLogin';
import { tokenUrl } from './settings';

const LOGIN_TIMEOUT_MS = 10_000;

/** Logins in progress: several requests that find a token expired share one. */
const underWay = new Map<string, Promise<string>>();

/** For so long a rejected login is not repeated unchanged: too many would lock the account. */
const REFUSED_MS = 30_000;
const MAX_REFUSED = 100;

const refused = processCache<ConnectionError>({ max: MAX_REFUSED, ttlMs: REFUSED_MS }, 'refusals');

/** A fresh token for the practice, by either of ModMed's two logins. */
export async function logIn(
	helpers: IHttpRequestHelper['helpers'],
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const request = loginRequest(credentials);
	const key = JSON.stringify([request.url, request.headers, request.body]);
	const known = refused.get(key);
	if (known) throw known;
	const login = underWay.get(key) ?? requestToken(helpers, request, credentials);
	underWay.set(key, login);
	try {
		return await login.catch(async (error: unknown) => {
			if (error instanceof ConnectionError && !error.transient) refused.set(key, error);
			return await Promise.reject(error);
		});
	} finally {
		underWay.delete(key);
	}
}

// https://portal.api.modmed.com/docs/authentication-1
function loginRequest(credentials: ICredentialDataDecryptedObject): IHttpRequestOptions {
	const asVendor = credentials.authentication === 'clientCredentials';
	const body: Record<string, string> = asVendor
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
			...(asVendor ? {} : { 'x-api-key': asText(credentials.apiKey) }),
		},
		body: new URLSearchParams(body).toString(),
		timeout: LOGIN_TIMEOUT_MS,
		abortSignal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
		// A redirect would carry the login to a place nobody has named.
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	};
}

async function requestToken(
	helpers: IHttpRequestHelper['helpers'],
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	let answer: Record<string, unknown>;
	try {
		answer = asRecord(await helpers.httpRequest(request));
	} catch {
		throw unreachable();
	}
	const status = Number(answer.statusCode);
	const body = readBody(answer.body);
	if (status < 200 || status > 299) throw refusedLogin(status, body, credentials);
	const token = asText(body.access_token);
	if (token !== '') return token;
	throw new ConnectionError(
		"ModMed's answer to the login contains no token",
		"Check 'Environment' and 'Practice Prefix' in the ModMed credential, or try again later.",
		true,
	);
}

function readBody(body: unknown): Record<string, unknown> {
	if (typeof body !== 'string') return asRecord(body);
	try {
		return asRecord(JSON.parse(body));
	} catch {
		return {};
	}
}
