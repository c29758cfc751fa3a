import type { IDataObject } from 'n8n-workflow';

import { isResourceId, readReference } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';
import type { AuditedOutcome } from '../../shared/auditTrail';
import { audited } from '../../shared/auditTrail';
import { sendWithRetry } from '../../shared/http/retry';
import type { FhirResponse } from './apiError';
import { responseError } from './apiError';
import type { ModMedContext } from './context';
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

/** No parser takes this for a resource, so nothing can be created from it. */
const NO_RESOURCE = 'This is no resource. It only asks whether one might be sent.';

/**
 * Throws if ModMed says that this login may not create. If nothing is thrown, that is no promise:
 * ModMed may reject what was sent before it checks the permission.
 * Source: https://portal.api.modmed.com/reference/response-codes
 * @throws NodeApiError that names the permission.
 */
export async function checkCreatePermission(
	context: ModMedContext,
	{ base, resourceType, policy }: Omit<CreateRequest, 'resource'>,
): Promise<void> {
	const interaction = { resourceType, type: 'create' } as const;
	const request = { base, url: `${base}/${resourceType}`, interaction, policy, body: NO_RESOURCE };
	const response = await sendOnce(context, request);
	if ([401, 403].includes(response.status)) {
		throw responseError(context.getNode(), response, interaction);
	}
}

/**
 * Sends a new resource, and writes one line to the audit trail. It is sent again only if ModMed
 * says that it was not accepted: a repeated request would create a second resource.
 * Source: https://portal.api.modmed.com/reference/post_patient
 * @throws NodeApiError if the login may not create, or ModMed does not know the practice.
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
	const response = await sendWithRetry(async () => await sendOnce(context, request), {
		policy,
		mayRetry,
		askedWaitMs,
	});
	const result = resultOf(response, resourceType);
	if (result) return result;
	throw responseError(context.getNode(), response, interaction);
}

function auditedOutcome(result: CreateResult, idName: string): AuditedOutcome {
	if (result.is === 'created') return { outcome: 'done', [idName]: result.id };
	return { outcome: result.is === 'lost' ? 'unknown' : 'refused' };
}

/** Undefined for a response that says nothing about the resource, such as a missing permission. */
function resultOf(response: FhirResponse, resourceType: string): CreateResult | undefined {
	const { status, body } = response;
	if (status >= 200 && status < 300) return { is: 'created', id: idIn(response, resourceType) };
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
