import type { IDataObject } from 'n8n-workflow';

import { withoutReferringPrefix, isResourceId, readId } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';
import { Client } from '../../../vendor/fhirKitClient';
import type { FhirResponse } from './apiError';
import { responseError, apiError, connectionApiError } from './apiError';
import { asConnectionError } from './connectionError';
import type { ModMedContext } from './context';
import type { CreateResult } from './create';
import { createOnce, checkCreatePermission } from './create';
import type { FhirInteraction } from './describeAnswer';
import { readPages } from './pages';
import type { RequestPolicy } from './retry';
import { DEFAULT_RETRY } from './retry';
import type { FhirRequest } from './send';
import { clockOffsetMs, send } from './send';
import { CREDENTIAL, fhirUrl } from './settings';

type FhirResource = Awaited<ReturnType<Client['read']>>;

export type SearchParams = Record<string, string | string[]>;

/** One practice in ModMed, ready to be read. */
export interface ModMedClient {
	baseUrl: string;
	/** How far ModMed's clock is ahead of ours, in milliseconds; 0 while it has not said. */
	readonly clockOffsetMs: number;
	read(resourceType: string, id: string): Promise<Record<string, unknown>>;
	/** The resources of a search page by page, each once. */
	pages(resourceType: string, params?: SearchParams): AsyncGenerator<unknown[]>;
	/** Throws if the login may not create. Creates nothing. */
	checkCreatePermission(resourceType: string): Promise<void>;
	/** Sends a new resource once. Whether it came into being is for the caller to find out. */
	create(resourceType: string, resource: IDataObject): Promise<CreateResult>;
}

/** The practice of the node's credential. */
export async function createClient(
	context: ModMedContext,
	policy: RequestPolicy = DEFAULT_RETRY,
): Promise<ModMedClient> {
	const baseUrl = await baseUrlOf(context);
	const node = context.getNode();
	let offsetMs = 0;
	const onResponse = (answer: FhirResponse) => {
		offsetMs = clockOffsetMs(answer, Date.now()) ?? offsetMs;
	};
	const clientFor = (interaction: FhirInteraction) =>
		fhirClient(context, { base: baseUrl, interaction, policy, onResponse });

	return {
		baseUrl,

		get clockOffsetMs() {
			return offsetMs;
		},

		async read(resourceType, text) {
			const id = readId(text, resourceType);
			if (!isResourceId(id)) throw apiError(node, notAnId(resourceType));
			const interaction = { resourceType, type: 'read' } as const;
			const resource = asRecord(
				await clientFor(interaction).read({ resourceType, id: encodeURIComponent(id) }),
			);
			if (isRequestedResource(resource, resourceType, id)) return resource;
			throw responseError(node, { status: 200, headers: {}, body: resource }, interaction);
		},

		async create(resourceType, resource) {
			return await createOnce(context, { base: baseUrl, resourceType, resource, policy });
		},

		async checkCreatePermission(resourceType) {
			await checkCreatePermission(context, { base: baseUrl, resourceType, policy });
		},

		async *pages(resourceType, searchParams = {}) {
			const interaction = { resourceType, type: 'search' } as const;
			const client = clientFor(interaction);
			yield* readPages({
				node,
				baseUrl,
				interaction,
				first: async () => await client.search({ resourceType, searchParams }),
				next: async (url) => await client.request(url),
			});
		},
	};
}

async function baseUrlOf(context: ModMedContext): Promise<string> {
	const credentials = await context.getCredentials(CREDENTIAL);
	try {
		return fhirUrl(credentials);
	} catch (error) {
		throw connectionApiError(context.getNode(), asConnectionError(error));
	}
}

/**
 * A FHIR client whose requests are made by n8n: so token renewal, proxy and the guard against
 * requests to inner networks are those of n8n.
 */
function fhirClient(context: ModMedContext, asking: Omit<FhirRequest, 'url'>): Client {
	const client = new Client({ baseUrl: asking.base });
	client.httpClient.request = async (_method, url) => {
		const request = { ...asking, url: client.httpClient.expandUrl(url) };
		return (await send(context, request)) as FhirResource;
	};
	return client;
}

/** Rejects any resource other than the one requested. */
function isRequestedResource(
	resource: Record<string, unknown>,
	resourceType: string,
	id: string,
): boolean {
	if (resource.resourceType !== resourceType) return false;
	// A list of codes is asked for by its name, and nothing is said about its id.
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
