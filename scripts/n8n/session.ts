import type { IDataObject } from 'n8n-workflow';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** Talks to the REST interface that n8n's own editor uses, as its owner. */
export class Session {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Makes the first account, or logs in where it exists already. */
	async open(owner: Owner): Promise<void> {
		const made = await this.send('POST', '/rest/owner/setup', { ...owner });
		if (made.ok) return;
		const login = { emailOrLdapLoginId: owner.email, password: owner.password };
		await this.rest('POST', '/rest/login', login);
	}

	/** The `data` of the answer; an answer that is an error throws with what n8n said. */
	async rest<T = unknown>(method: string, path: string, body?: IDataObject): Promise<T> {
		const response = await this.send(method, path, body);
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
		}
		const answer = JSON.parse(text) as { data: T };
		return answer.data;
	}

	/** For a browser that is to be logged in already: `name=value`. */
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
