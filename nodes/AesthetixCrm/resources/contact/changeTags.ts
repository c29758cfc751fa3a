import type { IDataObject } from 'n8n-workflow';

import { missingTags, presentTags } from '../../../../domain/crm/tagSets';
import { knownContact, getContact, keepSnapshot, tagsRequest } from './contactRequests';
import type { CrmClient } from '../../transport/client';
import { writeOnce } from '../../transport/writeOnce';

/** Adds the tags that are missing. Adding starts automations in the CRM, so no tag is sent twice. */
export async function addTags(
	crm: CrmClient,
	contactId: string,
	tags: readonly string[],
): Promise<IDataObject> {
	const { tags: present } = await knownContact(crm, contactId);
	const added = missingTags(tags, present);
	await send(crm, 'POST', contactId, added, (now) => missingTags(added, now).length === 0);
	return { contactId, added, alreadyThere: tags.filter((tag) => !added.includes(tag)) };
}

/** Removes the tags that the contact has. */
export async function removeTags(
	crm: CrmClient,
	contactId: string,
	tags: readonly string[],
): Promise<IDataObject> {
	const { tags: present } = await knownContact(crm, contactId);
	const removed = presentTags(tags, present);
	await send(crm, 'DELETE', contactId, removed, (now) => presentTags(removed, now).length === 0);
	return { contactId, removed, notThere: missingTags(tags, removed) };
}

async function send(
	crm: CrmClient,
	method: 'POST' | 'DELETE',
	contactId: string,
	tags: string[],
	isDone: (now: readonly string[]) => boolean,
): Promise<void> {
	if (tags.length === 0) return;
	const before = await knownContact(crm, contactId);
	const request = tagsRequest(method, contactId, tags);
	const answer = await writeOnce(crm, request, async () => {
		const now = await getContact(crm, contactId);
		return isDone(now.tags) ? {} : undefined;
	});
	if (!answer.ok) throw crm.errorOf(answer.refusal, request);

	if (method === 'DELETE') crm.location.tagHistory.noteRemoved(contactId, tags);
	const after = method === 'POST' ? [...before.tags, ...tags] : missingTags(before.tags, tags);
	keepSnapshot(crm, { ...before, tags: after });
}
