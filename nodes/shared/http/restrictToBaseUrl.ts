import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

/** A request as n8n hands it to a credential. Its older nodes call the address `uri`. */
type CredentialRequest = IHttpRequestOptions & { uri?: unknown };

/**
 * Options of n8n's request helpers, old and new, that choose another way to the server, or trust
 * whoever answers there. Whoever may use a credential could read its secret with them.
 */
const ROUTE_OPTIONS = [
	'agent',
	'agentOptions',
	'agents',
	'allowUnauthorizedCerts',
	'ca',
	'cert',
	'host',
	'hostname',
	'httpAgent',
	'httpsAgent',
	'key',
	'localAddress',
	'lookup',
	'passphrase',
	'pfx',
	'proxy',
	'rejectUnauthorized',
	'skipSslCertificateValidation',
	'socketPath',
	'strictSSL',
	'tunnel',
];

/**
 * A request that may carry a credential's secret: its address lies below `base` and is written out
 * in full, it goes there directly with its certificate checked, and it follows no redirect.
 * Undefined for any other address.
 *
 * @param base Without a slash at its end. A relative address is meant below it.
 */
export function restrictToBaseUrl(
	base: string,
	request: CredentialRequest,
): IHttpRequestOptions | undefined {
	const { uri, ...options } = request;
	const text = String(options.url ?? uri ?? '');
	const root = options.baseURL ? `${options.baseURL}/` : `${base}/`;
	const url = URL.canParse(text, root) ? new URL(text, root).href : text;
	if (!isBelow(base, url)) return undefined;
	// n8n's older and newer request helpers name redirects differently.
	const noRedirect = {
		followRedirect: false,
		followAllRedirects: false,
		disableFollowRedirect: true,
	};
	return {
		...without(options, ROUTE_OPTIONS),
		...(options.headers && { headers: without(options.headers, ['host']) }),
		...noRedirect,
		baseURL: undefined,
		url,
	};
}

/**
 * Whether an address lies on the same server as a base address and below its path.
 *
 * @example isBelow('https://h.example/v1', 'https://h.example/v1/contacts') // true
 * @example isBelow('https://h.example/v1', 'https://h.example/v1/..%2fadmin') // false
 */
export function isBelow(base: string, url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { origin, pathname, username } = new URL(url);
	const root = new URL(base);
	const folder = root.pathname.replace(/\/*$/, '/');
	return (
		origin === root.origin &&
		username === '' &&
		pathname.startsWith(folder) &&
		!leavesItsFolder(pathname)
	);
}

/** URL parsing resolves `..` but not an encoded one, which a gateway may decode and then follow. */
function leavesItsFolder(pathname: string): boolean {
	const decoded = decodeFully(pathname);
	return decoded === undefined || decoded.split(/[/\\]/).some((part) => /^\.\.?$/.test(part));
}

/** Undefined for what cannot be decoded, or is encoded several times over. */
function decodeFully(text: string): string | undefined {
	let decoded = text;
	for (let times = 0; times < 3; times += 1) {
		try {
			const next = decodeURIComponent(decoded);
			if (next === decoded) return decoded;
			decoded = next;
		} catch {
			return undefined;
		}
	}
	return undefined;
}

/** The same values without those of these names, whatever the case of their letters. */
function without<T extends IDataObject | IHttpRequestOptions>(
	values: T,
	names: readonly string[],
): T {
	const entries = Object.entries(values).filter(
		([name]) => !names.some((unwanted) => unwanted.toLowerCase() === name.toLowerCase()),
	);
	return Object.fromEntries(entries) as T;
}
