import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready } from '../../../../domain/crm/goLive';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { explainRefusal } from '../../transport/explainRefusal';
import { isTransient, lacksScope } from '../../transport/refusal';
import { withoutTrace } from './goLiveLines';

/** An ID that no contact and no opportunity has, so that a write to it changes nothing. */
const UNUSED_ID = 'set-up-check-0000000';
const UNUSED_EMAIL = 'set-up-check@example.com';

/** One harmless request for each scope that the sync needs. */
function requestsPerScope({ location: { locationId } }: CrmClient): CrmRequest[] {
	const contact = 'contacts';
	const opportunity = 'opportunities';
	return [
		{
			method: 'GET',
			path: '/contacts/search/duplicate',
			qs: { locationId, email: UNUSED_EMAIL },
			what: 'reading contacts',
			scope: `${contact}.readonly`,
		},
		writeTo(contact),
		{
			method: 'GET',
			path: '/opportunities/pipelines',
			qs: { locationId },
			what: 'reading opportunities',
			scope: `${opportunity}.readonly`,
		},
		writeTo(opportunity),
		read('', 'reading the location', 'locations.readonly'),
		read('/customFields', 'reading custom fields', 'locations/customFields.readonly'),
		read('/tags', 'reading tags', 'locations/tags.readonly'),
	];

	function read(path: string, what: string, scope: string): CrmRequest {
		const root = `/locations/${encodeURIComponent(locationId)}`;
		return { method: 'GET', path: root + path, what, scope };
	}
}

/** Whether the token has each of the scopes. If none works, only what blocks is listed. */
export async function checkScopes(crm: CrmClient): Promise<GoLiveLine[]> {
	const lines: GoLiveLine[] = [];
	for (const request of requestsPerScope(crm)) lines.push(await checkScope(crm, request));
	const hasAccess = lines.some(({ state }) => state === 'ready');
	return hasAccess ? lines : lines.filter(({ state }) => state === 'blocks');
}

async function checkScope(crm: CrmClient, request: CrmRequest): Promise<GoLiveLine> {
	const answer = await crm.send(request);
	const { what, scope, method } = request;
	const allowed = ready(`Aesthetix CRM allows ${what} (${scope})`);
	if (answer.ok) return allowed;
	const { refusal } = answer;
	const isRefused = [401, 403].includes(refusal.status);
	// A permitted write is refused too, because nothing has the ID.
	if (!isRefused && !isTransient(refusal)) return allowed;
	if (isRefused && method === 'PUT' && !lacksScope(refusal)) {
		const todo = `Check that the private integration has the scope '${scope}'.`;
		return advice(`Could not verify the permission for ${what}`, todo);
	}
	const { message, description } = explainRefusal(refusal, request);
	return blocks(message, withoutTrace(description));
}

function writeTo(kind: 'contacts' | 'opportunities'): CrmRequest {
	return {
		method: 'PUT',
		path: `/${kind}/${UNUSED_ID}`,
		body: {},
		what: `writing ${kind}`,
		scope: `${kind}.write`,
	};
}
