import type { IHttpRequestOptions } from 'n8n-workflow';

/** A request as n8n hands it to a credential; its older nodes call the address `uri`. */
type Request = IHttpRequestOptions & { uri?: unknown };

/**
 * A request that may carry a credential: its address is one below `base`, written out in full, and
 * nobody sends it on to another. Undefined where its address is any other.
 * @param base Without a slash at its end. An address without a server is meant below it.
 */
export function restrictToBaseUrl(base: string, request: Request): IHttpRequestOptions | undefined {
	const { uri, ...options } = request;
	const text = String(options.url ?? uri ?? '');
	const root = options.baseURL ? `${options.baseURL}/` : `${base}/`;
	const url = URL.canParse(text, root) ? new URL(text, root).href : text;
	if (!isBelow(base, url)) return undefined;
	// n8n's older and newer ways to send a request know redirects by different names.
	const alone = { followRedirect: false, followAllRedirects: false, disableFollowRedirect: true };
	return { ...options, ...alone, baseURL: undefined, url };
}

/** Whether an address lies at the same server as a base address and below its path. */
export function isBelow(base: string, url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { origin, pathname, username } = new URL(url);
	const root = new URL(base);
	const folder = root.pathname.replace(/\/*$/, '/');
	return origin === root.origin && username === '' && pathname.startsWith(folder);
}
