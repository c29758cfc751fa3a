import type { IDataObject } from 'n8n-workflow';

import { isResourceId, readReference } from '../../../domain/fhir/reference';
import { asRecord, asText } from '../../../domain/coerce';
import type { Answer } from './apiError';
import { answerError } from './apiError';
import type { ModMedContext } from './context';
import { sendWithRetry } from '../../shared/http/retry';
import type { RequestPolicy } from './retry';
import { askedWaitMs, sendOnce } from './send';

export type CreateAnswer =
	/** The id is empty where ModMed did not tell it. */
	| { is: 'created'; id: string }
	/** ModMed says that it has this already. */
	| { is: 'duplicate' }
	/** ModMed wants something else or something more. */
	| { is: 'refused'; body: unknown }
	/** No answer that tells whether it was created. */
	| { is: 'lost' };

export interface Creation {
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
export async function tryToCreate(
	context: ModMedContext,
	{ base, resourceType, policy }: Omit<Creation, 'resource'>,
): Promise<void> {
	const question = { resourceType, interaction: 'create' } as const;
	const request = { base, url: `${base}/${resourceType}`, question, policy, body: NO_RESOURCE };
	const answer = await sendOnce(context, request);
	if ([401, 403].includes(answer.status)) throw answerError(context.getNode(), answer, question);
}

/**
 * Sends a new resource. It is sent again only where ModMed says that it was not taken in, since
 * nothing there keeps a request that is repeated from making a second one.
 */
export async function createOnce(
	context: ModMedContext,
	{ base, resourceType, resource, policy }: Creation,
): Promise<CreateAnswer> {
	const question = { resourceType, interaction: 'create' } as const;
	const request = { base, url: `${base}/${resourceType}`, question, policy, body: resource };
	const mayRetry = ({ status }: Answer) => status === 429;
	const answer = await sendWithRetry(async () => await sendOnce(context, request), {
		policy,
		mayRetry,
		askedWaitMs,
	});
	const outcome = outcomeOf(answer, resourceType);
	if (outcome) return outcome;
	throw answerError(context.getNode(), answer, question);
}

/** Undefined for an answer that says nothing about the resource, such as a missing permission. */
function outcomeOf(answer: Answer, resourceType: string): CreateAnswer | undefined {
	const { status, body } = answer;
	if (status >= 200 && status < 300) return { is: 'created', id: idIn(answer, resourceType) };
	if (status === 0 || status === 408 || status >= 500) return { is: 'lost' };
	if (status === 409) return { is: 'duplicate' };
	return status === 400 || status === 422 ? { is: 'refused', body } : undefined;
}

/** ModMed tells the new id in a header, and in the body only where it was asked for it. */
function idIn({ headers, body }: Answer, resourceType: string): string {
	const resource = asRecord(body);
	const ids = [headers.location, headers['content-location']]
		// An address may go on with the version: …/Patient/385871/_history/1
		.map((address) => readReference(asText(address).replace(/\/_history\/.*$/, '')))
		.map((reference) => (reference?.resourceType === resourceType ? reference.id : ''));
	const own = resource.resourceType === resourceType ? asText(resource.id) : '';
	return [...ids, own].find(isResourceId) ?? '';
}
