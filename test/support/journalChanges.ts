import type { Journal } from '../../sandbox/http/journal';

/** What each request that changes something is called in the audit trail. */
const ACTIONS: Record<string, string> = {
	'crm POST /contacts/': 'contact.create',
	'crm PUT /contacts/*': 'contact.update',
	'crm POST /contacts/*/notes': 'note.create',
	'crm DELETE /contacts/*/notes/*': 'note.delete',
	'crm POST /contacts/*/tags': 'contact.addTags',
	'crm DELETE /contacts/*/tags': 'contact.removeTags',
	'crm PUT /opportunities/*': 'opportunity.move',
	'modmed POST */Patient': 'patient.create',
};
const READS = ['crm POST /contacts/*', 'modmed POST */grant'];

/** The changes that both services were asked for, in their order. */
export function changesIn(journal: Journal): string[] {
	const requests = journal.entries().map(({ service, method, path }) => {
		const route = service === 'crm' ? path.replace(/(?<=s\/)[^/]+/g, '*') : `*/${lastPart(path)}`;
		return `${service} ${method} ${route}`;
	});
	return requests
		.filter((request) => !request.includes(' GET ') && !READS.includes(request))
		.map((request) => ACTIONS[request] ?? request);
}

function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
