import { asRecord, asRecords, asText } from '../../../domain/coerce';
import { isResourceId } from '../../../domain/fhir/reference';
import type { AuditedAction, AuditedOutcome } from '../../shared/auditTrail';
import type { CrmResult } from './refusal';
import { mayHaveHappened } from './refusal';
import type { CrmRequest } from './send';

/** The groups of a path are the IDs of the record. */
const ACTIONS: Array<[method: string, path: RegExp, action: string]> = [
	['POST', /^\/contacts\/$/, 'contact.create'],
	['PUT', /^\/contacts\/(?<contactId>[^/]+)$/, 'contact.update'],
	['POST', /^\/contacts\/(?<contactId>[^/]+)\/notes$/, 'note.create'],
	['DELETE', /^\/contacts\/(?<contactId>[^/]+)\/notes\/(?<noteId>[^/]+)$/, 'note.delete'],
	['POST', /^\/contacts\/(?<contactId>[^/]+)\/tags$/, 'contact.addTags'],
	['DELETE', /^\/contacts\/(?<contactId>[^/]+)\/tags$/, 'contact.removeTags'],
	['PUT', /^\/opportunities\/(?<opportunityId>[^/]+)$/, 'opportunity.move'],
	['POST', /^\/locations\/[^/]+\/customFields$/, 'location.createField'],
	['POST', /^\/locations\/[^/]+\/tags$/, 'location.createTag'],
];

const NO_PROPERTIES = ['locationId', 'customFields'];

/** What a request changes, or undefined for one that only reads or has nothing to change. */
export function auditedWrite(
	{ method, path, body, onlyReads }: CrmRequest,
	locationId: string,
): AuditedAction | undefined {
	const isProbe = body !== undefined && Object.keys(body).length === 0;
	if (method === 'GET' || onlyReads === true || isProbe) return undefined;
	const known = ACTIONS.find(([verb, route]) => verb === method && route.test(path));
	return {
		service: 'aesthetixCrm',
		action: known?.[2] ?? `${method} request`,
		locationId,
		...onlyIds(known?.[1].exec(path)?.groups ?? {}),
		...(known?.[2].startsWith('contact.') && { fields: fieldsIn(asRecord(body)) }),
	};
}

/** What came of it. An answer tells the ID of what was created and whose the record is. */
export function outcomeOfWrite(result: CrmResult): AuditedOutcome {
	if (!result.ok) {
		const outcome = mayHaveHappened(result.refusal) ? 'unknown' : 'refused';
		return { outcome, status: String(result.refusal.status) };
	}
	const [contact, note, opportunity] = ['contact', 'note', 'opportunity'].map((name) =>
		asRecord(result.body[name]),
	);
	const ids = { contactId: contact?.id ?? opportunity?.contactId, noteId: note?.id };
	return { outcome: 'done', ...onlyIds(ids) };
}

/** Names of properties and IDs of custom fields. */
function fieldsIn(body: Record<string, unknown>): string[] {
	const properties = Object.keys(body).filter((name) => !NO_PROPERTIES.includes(name));
	const ids = asRecords(body.customFields).map(({ id }) => `customFields.${asText(id)}`);
	return [...properties, ...ids];
}

/** What somebody entered as an ID may be anything, such as an email. */
function onlyIds(values: Record<string, unknown>): Record<string, string> {
	const texts = Object.entries(values).map(([name, value]) => [name, asText(value)] as const);
	return Object.fromEntries(texts.filter(([, text]) => isResourceId(text)));
}
