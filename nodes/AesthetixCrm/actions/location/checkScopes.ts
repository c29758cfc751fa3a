import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready } from '../../../../domain/crm/goLive';
import type { CrmClient } from '../../transport/client';
import type { CrmRequest } from '../../transport/send';
import { explainRefusal } from '../../transport/explainRefusal';
import { isTransient, lacksScope } from '../../transport/refusal';
import { withoutTrace } from './goLiveLines';

/** An ID that no contact and no opportunity has: a write to it changes nothing. */
const NOBODY = 'set-up-check-0000000';
const NOBODYS_EMAIL = 'set-up-check@example.com';

/** One harmless request for each permission that keeping contacts up to date takes. */
function probes({ location: { locationId } }: CrmClient): CrmRequest[] {
	const contact = 'contacts';
	const opportunity = 'opportunities';
	return [
		{
			method: 'GET',
			path: '/contacts/search/duplicate',
			qs: { locationId, email: NOBODYS_EMAIL },
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

/** Permission by permission, whether the token has it. */
export async function checkPermissions(crm: CrmClient): Promise<GoLiveLine[]> {
	const lines: GoLiveLine[] = [];
	for (const request of probes(crm)) lines.push(await probe(crm, request));
	const isOpen = lines.some(({ state }) => state === 'ready');
	return isOpen ? lines : lines.filter(({ state }) => state === 'blocks');
}

async function probe(crm: CrmClient, request: CrmRequest): Promise<GoLiveLine> {
	const answer = await crm.send(request);
	const { what, scope, method } = request;
	const allowed = ready(`Aesthetix CRM allows ${what} (${scope})`);
	if (answer.ok) return allowed;
	const { refusal } = answer;
	const isRefused = [401, 403].includes(refusal.status);
	// That nobody has the ID is what a permitted write is told.
	if (!isRefused && !isTransient(refusal)) return allowed;
	if (isRefused && method === 'PUT' && !lacksScope(refusal)) {
		const todo = `See that the private integration has the scope '${scope}'.`;
		return advice(`The CRM does not let it be tried out whether it allows ${what}`, todo);
	}
	const { message, description } = explainRefusal(refusal, request);
	return blocks(message, withoutTrace(description));
}

function writeTo(kind: 'contacts' | 'opportunities'): CrmRequest {
	return {
		method: 'PUT',
		path: `/${kind}/${NOBODY}`,
		body: {},
		what: `writing ${kind}`,
		scope: `${kind}.write`,
	};
}
