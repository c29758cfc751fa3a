import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { AesthetixCrmApi } from '../../../../credentials/AesthetixCrmApi.credentials';
import { AesthetixCrmTrigger } from '../../../../nodes/AesthetixCrm/AesthetixCrmTrigger.node';
import { PollHarness } from '../../../support/pollHarness';
import { fieldChanged } from './crmPoller';

const FIELD = { id: 'fieldBirthday', name: 'ModMed Birthday', dataType: 'DATE' };
const LIMITS = { 'x-ratelimit-max': '1000', 'x-ratelimit-interval-milliseconds': '1000' };

interface Person {
	id: string;
	birthday: string;
	updatedAt: number;
}

interface Search {
	pageLimit: number;
	page?: number;
	searchAfter?: [number];
	sort?: unknown;
}

/** A location of so many contacts that the sandbox would be slow with it. All have a birthday. */
export class BigLocation {
	readonly people: Person[];
	searches = 0;
	/** How long a page takes. */
	latencyMs = 0;
	/** Drips instead of answering. */
	drips = false;

	private readonly server: Server = createServer((request, response) => {
		if (this.drips) {
			response.writeHead(200, { 'content-type': 'application/json' });
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(drip));
			return;
		}
		void this.answer(request).then((body) => {
			response.writeHead(200, { 'content-type': 'application/json', ...LIMITS });
			response.end(JSON.stringify(body));
		});
	});

	constructor(amount: number) {
		this.people = Array.from({ length: amount }, (_, index) => ({
			id: `${index.toString(36).padStart(6, '0')}AbCdEfGhIjKlMn`,
			birthday: `19${10 + (index % 90)}-01-${10 + (index % 18)}`,
			updatedAt: 0,
		}));
	}

	async start(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}

	/** Somebody enters another birthday, or none. */
	enter(index: number, birthday: string): string {
		const person = this.people[index]!;
		Object.assign(person, { birthday, updatedAt: Date.now() });
		return person.id;
	}

	/** A published workflow that watches the birthdays. */
	poller(token = 'token'): PollHarness {
		return new PollHarness(fieldChanged(FIELD.name), undefined, {
			type: 'aesthetixCrmTrigger',
			nodeTypes: { aesthetixCrmTrigger: new AesthetixCrmTrigger() },
			credentialTypes: [new AesthetixCrmApi()],
			credentials: { aesthetixCrmApi: this.credential(token) },
		});
	}

	credential(privateIntegrationToken: string) {
		const { port } = this.server.address() as AddressInfo;
		const baseUrl = `http://127.0.0.1:${port}`;
		return { privateIntegrationToken, locationId: 'bigLocation', baseUrl };
	}

	private async answer(request: IncomingMessage): Promise<object> {
		const path = request.url ?? '';
		if (path.includes('customFields')) return { customFields: [FIELD] };
		const one = this.people[parseInt(path.split('/').at(-1)?.slice(0, 6) ?? '', 36)];
		if (one) return { contact: view(one) };
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		this.searches += 1;
		await pause(this.latencyMs);
		return this.search(JSON.parse(String(Buffer.concat(chunks))) as Search);
	}

	private search({ pageLimit, page = 1, searchAfter, sort }: Search): object {
		if (sort) {
			const latest = this.people.filter(({ updatedAt }) => updatedAt > 0);
			latest.sort((a, b) => b.updatedAt - a.updatedAt);
			const start = (page - 1) * pageLimit;
			return {
				contacts: latest
					.filter(isFilled)
					.slice(start, start + pageLimit)
					.map(view),
			};
		}
		const contacts = [];
		for (let index = (searchAfter?.[0] ?? -1) + 1; index < this.people.length; index += 1) {
			const person = this.people[index]!;
			if (isFilled(person)) contacts.push({ ...view(person), searchAfter: [index] });
			if (contacts.length === pageLimit) break;
		}
		return { contacts };
	}
}

function isFilled({ birthday }: Person): boolean {
	return birthday !== '';
}

function view({ id, birthday, updatedAt }: Person) {
	const customFields = birthday === '' ? [] : [{ id: FIELD.id, value: birthday }];
	return { id, customFields, dateUpdated: new Date(updatedAt).toISOString() };
}
