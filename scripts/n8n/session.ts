import type { IDataObject } from 'n8n-workflow';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** Calls the REST API of n8n's editor, logged in as the owner. */
export class Session {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Creates the owner account, or logs in if it exists. */
	async open(owner: Owner): Promise<void> {
		const made = await this.send('POST', '/rest/owner/setup', { ...owner });
		if (made.ok) return;
		const login = { emailOrLdapLoginId: owner.email, password: owner.password };
		await this.rest('POST', '/rest/login', login);
	}

	/** Returns `data` of the response; throws with n8n's message if the response is an error. */
	async rest<T = unknown>(method: string, path: string, body?: IDataObject): Promise<T> {
		const response = await this.send(method, path, body);
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
		}
		const answer = JSON.parse(text) as { data: T };
		return answer.data;
	}

	/** The session cookie as `name=value`, for a browser that should start logged in. */
	get cookieHeader(): string {
		return this.cookie;
	}

	private async send(method: string, path: string, body?: IDataObject): Promise<Response> {
		const response = await fetch(new URL(path, this.url), {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			...(body && { body: JSON.stringify(body) }),
		});
		const [cookie] = response.headers.getSetCookie();
		if (cookie?.startsWith('n8n-auth=')) this.cookie = cookie.replace(/;.*/, '');
		return response;
	}
}
