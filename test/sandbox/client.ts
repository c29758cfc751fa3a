import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** Parsed, or an empty object. Tests look into it freely. */
	body: Loose;
}

export interface Loose {
	[key: string]: Loose;
	[index: number]: Loose;
}

async function reply(url: string, init: RequestInit): Promise<Reply> {
	const response = await fetch(url, init);
	const text = await response.text();
	let body = {} as Loose;
	try {
		body = JSON.parse(text) as Loose;
	} catch {
		// Not every answer is JSON, and that is one of the traps.
	}
	return { status: response.status, headers: response.headers, text, body };
}

export function crmClient(sandbox: Sandbox) {
	const headers = {
		authorization: `Bearer ${sandbox.crm.token}`,
		version: '2021-07-28',
		'content-type': 'application/json',
	};
	return async (method: string, path: string, body?: unknown, extra: Record<string, string> = {}) =>
		await reply(`${sandbox.crm.url}${path}`, {
			method,
			headers: { ...headers, ...extra },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
}

export async function login(sandbox: Sandbox, fields?: Record<string, string>) {
	const { url, apiKey, username, password } = sandbox.modMed;
	return await reply(`${url}/ws/oauth2/grant`, {
		method: 'POST',
		headers: { 'x-api-key': apiKey, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(fields ?? { grant_type: 'password', username, password }),
	});
}

export async function modMedClient(sandbox: Sandbox) {
	const token = String((await login(sandbox)).body.access_token);
	const headers = {
		authorization: `Bearer ${token}`,
		'x-api-key': sandbox.modMed.apiKey,
		'content-type': 'application/fhir+json',
	};
	return async (method: string, path: string, body?: unknown, extra: Record<string, string> = {}) =>
		await reply(path.startsWith('http') ? path : `${sandbox.modMed.url}/fhir/v2/${path}`, {
			method,
			headers: { ...headers, ...extra },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
}

export async function control(sandbox: Sandbox, method: string, path: string, body?: unknown) {
	return await reply(`${sandbox.page.url}/control/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
}

/** Noon in the practice, so that no test depends on the hour it runs at. */
export const NOON = new Date('2026-03-10T16:00:00.000Z');

export async function sandboxAtNoon(options: SandboxOptions = {}): Promise<Sandbox> {
	return await startSandbox({ now: () => NOON, ...options });
}

export function ids(reply: Reply): string[] {
	const entry = reply.body.entry as unknown as Array<{ resource: { id: string } }> | undefined;
	return (entry ?? []).map(({ resource }) => resource.id);
}
