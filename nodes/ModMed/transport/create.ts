import type { IDataObject } from 'n8n-workflow';

import { isResourceId, readReference } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';
import type { AuditedOutcome } from '../../shared/auditTrail';
import { audited } from '../../shared/auditTrail';
import type { FhirResponse } from './apiError';
import { responseError } from './apiError';
import type { ModMedContext } from './context';
import { sendWithRetry } from '../../shared/http/retry';
import type { RequestPolicy } from './retry';
import { askedWaitMs, sendOnce } from './send';

export type CreateResult =
	/** The ID is empty if ModMed did not return it. */
	| { is: 'created'; id: string }
	/** ModMed says that it has this already. */
	| { is: 'duplicate' }
	/** ModMed wants something else or something more. */
	| { is: 'refused'; body: unknown }
	/** No response says whether it was created. */
	| { is: 'lost' };

export interface CreateRequest {
	base: string;
	resourceType: string;
	resource: IDataObject;
	policy: RequestPolicy;
}

/** No parser takes this for a resource, so nothing comes of it wherever it is sent. */
const NO_RESOURCE = 'This is no resource. It only asks whether one might be sent.';

/**
 * Throws where ModMed says that this login may not create. That nothing is thrown is no promise:
 * ModMed may look at what was sent before it looks at the permission.
 */
export async function checkCreatePermission(
	context: ModMedContext,
	{ base, resourceType, policy }: Omit<CreateRequest, 'resource'>,
): Promise<void> {
	const interaction = { resourceType, type: 'create' } as const;
	const request = { base, url: `${base}/${resourceType}`, interaction, policy, body: NO_RESOURCE };
	const answer = await sendOnce(context, request);
	if ([401, 403].includes(answer.status))
		throw responseError(context.getNode(), answer, interaction);
}

/**
 * Sends a new resource. It is sent again only where ModMed says that it was not taken in, since
 * nothing there keeps a request that is repeated from making a second one.
 */
export async function createOnce(
	context: ModMedContext,
	request: CreateRequest,
): Promise<CreateResult> {
	const kind = request.resourceType.toLowerCase();
	return await audited(
		context,
		{ service: 'modMed', action: `${kind}.create` },
		async () => await sendCreate(context, request),
		(result) => auditedOutcome(result, `${kind}Id`),
	);
}

async function sendCreate(
	context: ModMedContext,
	{ base, resourceType, resource, policy }: CreateRequest,
): Promise<CreateResult> {
	const interaction = { resourceType, type: 'create' } as const;
	const request = { base, url: `${base}/${resourceType}`, interaction, policy, body: resource };
	const mayRetry = ({ status }: FhirResponse) => status === 429;
	const answer = await sendWithRetry(async () => await sendOnce(context, request), {
		policy,
		mayRetry,
		askedWaitMs,
	});
	const outcome = outcomeOf(answer, resourceType);
	if (outcome) return outcome;
	throw responseError(context.getNode(), answer, interaction);
}

function auditedOutcome(result: CreateResult, idName: string): AuditedOutcome {
	if (result.is === 'created') return { outcome: 'done', [idName]: result.id };
	return { outcome: result.is === 'lost' ? 'unknown' : 'refused' };
}

/** Undefined for an answer that says nothing about the resource, such as a missing permission. */
function outcomeOf(answer: FhirResponse, resourceType: string): CreateResult | undefined {
	const { status, body } = answer;
	if (status >= 200 && status < 300) return { is: 'created', id: idIn(answer, resourceType) };
	if (status === 0 || status === 408 || status >= 500) return { is: 'lost' };
	if (status === 409) return { is: 'duplicate' };
	return status === 400 || status === 422 ? { is: 'refused', body } : undefined;
}

/** ModMed returns the new ID in a header, and in the body only on request. */
function idIn({ headers, body }: FhirResponse, resourceType: string): string {
	const resource = asRecord(body);
	const ids = [headers.location, headers['content-location']]
		// An address may go on with the version: …/Patient/385871/_history/1
		.map((address) => readReference(asText(address).replace(/\/_history\/.*$/, '')))
		.map((reference) => (reference?.resourceType === resourceType ? reference.id : ''));
	const own = resource.resourceType === resourceType ? asText(resource.id) : '';
	return [...ids, own].find(isResourceId) ?? '';
}
