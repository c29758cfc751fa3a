import type { IDataObject } from 'n8n-workflow';

import { withoutReferringPrefix, isResourceId, readId } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';
import { Client } from '../../../vendor/fhirKitClient';
import type { FhirResponse } from './apiError';
import { apiError, credentialError, responseError } from './apiError';
import type { ModMedContext } from './context';
import type { CreateResult } from './create';
import { createOnce, checkCreatePermission } from './create';
import type { FhirInteraction } from './describeResponse';
import type { PagingOptions } from './pages';
import { readPages } from './pages';
import type { RequestPolicy } from './retry';
import { DEFAULT_RETRY } from './retry';
import { clockOffsetMs, send } from './send';
import { CREDENTIAL, fhirUrl } from './settings';

type FhirResource = Awaited<ReturnType<Client['read']>>;

/** Search parameters by their FHIR name; a list is sent as several parameters of that name. */
export type SearchParams = Record<string, string | string[]>;

/** One practice in ModMed. Every method throws a NodeApiError if ModMed does not do as asked. */
export interface ModMedClient {
	/** The practice's FHIR base URL, without a slash at the end. */
	readonly baseUrl: string;
	/** How many milliseconds ModMed's clock is ahead of ours; 0 before the first response. */
	readonly clockOffsetMs: number;
	/**
	 * Reads one resource. Source: https://hl7.org/fhir/R4/http.html#read
	 * @param id Also a reference or an address that ends with the ID.
	 */
	read(resourceType: string, id: string): Promise<Record<string, unknown>>;
	/**
	 * The resources that a search finds, page by page and each once.
	 * Source: https://portal.api.modmed.com/reference/count-and-pagination
	 */
	pages(
		resourceType: string,
		params?: SearchParams,
		options?: PagingOptions,
	): AsyncGenerator<unknown[]>;
	/** Throws if the login may not create resources of this type. Creates nothing. */
	checkCreatePermission(resourceType: string): Promise<void>;
	/** Sends a new resource once. The result says whether it is known to have been created. */
	create(resourceType: string, resource: IDataObject): Promise<CreateResult>;
}

/**
 * Opens the practice of the node's credential. Nothing is requested yet.
 * @param policy How long to wait for each response, and how often to retry.
 * @throws NodeApiError naming the field of the credential that is wrong.
 */
export async function createClient(
	context: ModMedContext,
	policy: RequestPolicy = DEFAULT_RETRY,
): Promise<ModMedClient> {
	const credentials = await context.getCredentials(CREDENTIAL);
	try {
		return new PracticeClient(context, fhirUrl(credentials), policy);
	} catch (error) {
		throw credentialError(context.getNode(), error);
	}
}

class PracticeClient implements ModMedClient {
	clockOffsetMs = 0;

	constructor(
		private readonly context: ModMedContext,
		readonly baseUrl: string,
		private readonly policy: RequestPolicy,
	) {}

	async read(resourceType: string, text: string): Promise<Record<string, unknown>> {
		const node = this.context.getNode();
		const id = readId(text, resourceType);
		if (!isResourceId(id)) throw apiError(node, notAnId(resourceType));
		const interaction = { resourceType, type: 'read' } as const;
		const client = this.fhirClient(interaction);
		const resource = asRecord(await client.read({ resourceType, id: encodeURIComponent(id) }));
		if (isRequestedResource(resource, resourceType, id)) return resource;
		throw responseError(node, { status: 200, headers: {}, body: resource }, interaction);
	}

	pages(
		resourceType: string,
		searchParams: SearchParams = {},
		options: PagingOptions = {},
	): AsyncGenerator<unknown[]> {
		const interaction = { resourceType, type: 'search' } as const;
		const client = this.fhirClient(interaction);
		return readPages({
			node: this.context.getNode(),
			baseUrl: this.baseUrl,
			interaction,
			first: async () => await client.search({ resourceType, searchParams }),
			next: async (url) => await client.request(url),
			options,
		});
	}

	async checkCreatePermission(resourceType: string): Promise<void> {
		const { baseUrl: base, context, policy } = this;
		await checkCreatePermission(context, { base, resourceType, policy });
	}

	async create(resourceType: string, resource: IDataObject): Promise<CreateResult> {
		const { baseUrl: base, context, policy } = this;
		return await createOnce(context, { base, resourceType, resource, policy });
	}

	/** n8n makes the requests: with its token renewal, its proxy and its guard of inner networks. */
	private fhirClient(interaction: FhirInteraction): Client {
		const { baseUrl: base, context, policy } = this;
		const client = new Client({ baseUrl: base });
		client.httpClient.request = async (_method, address) => {
			const url = client.httpClient.expandUrl(address);
			const onResponse = (response: FhirResponse) => this.noteClock(response);
			const body = await send(context, { base, url, interaction, policy, onResponse });
			return body as FhirResource;
		};
		return client;
	}

	private noteClock(response: FhirResponse): void {
		this.clockOffsetMs = clockOffsetMs(response, Date.now()) ?? this.clockOffsetMs;
	}
}

/** A response about another resource is rejected: it would be taken for another patient's data. */
function isRequestedResource(
	resource: Record<string, unknown>,
	resourceType: string,
	id: string,
): boolean {
	if (resource.resourceType !== resourceType) return false;
	// A value set is requested by its name, which need not be its ID.
	return (
		resourceType === 'ValueSet' ||
		withoutReferringPrefix(asText(resource.id)) === withoutReferringPrefix(id)
	);
}

function notAnId(resourceType: string) {
	return {
		message: `This is not the ID of ${resourceType} in ModMed`,
		description: `Enter the '${resourceType} ID' as ModMed shows it, for example 204865.`,
		transient: false,
	};
}
