import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { contactPages } from '../resources/contact/contactPages';
import { getContactIfExists } from '../resources/contact/contactRequests';
import { createClient } from '../transport/client';
import { requireKnownTags } from '../resources/locationTags';
import { keyOf, toItem } from './events';
import { readTriggerOptions } from './triggerOptions';
import { openWatch } from './watch';

/** The search may be outdated: some of what it lists has changed since. */
const MAX_TRIED = 5;

/** One contact for somebody who is building a workflow. Nothing is remembered of it. */
export async function sample(this: IPollFunctions): Promise<INodeExecutionData[][]> {
	const options = readTriggerOptions(this);
	const crm = await createClient(this);
	const watch = await openWatch(crm, options);
	if (watch.tag !== undefined) await requireKnownTags(crm, [watch.tag]);
	for await (const page of contactPages(crm, watch.filters)) {
		const listed = page.filter((contact) => watch.mark(contact) !== '').slice(0, MAX_TRIED);
		for (const { id } of listed) {
			const contact = await getContactIfExists(crm, id);
			const mark = contact ? watch.mark(contact) : '';
			if (contact === undefined || mark === '') continue;
			const key = keyOf(watch, contact, Date.now());
			const reason = watch.tag === undefined ? 'set' : 'added';
			const delivery = { lookFirst: true, attempt: 1 };
			return [[await toItem({ crm, watch, options }, { contact, key, reason }, delivery)]];
		}
		if (listed.length > 0) break;
	}
	const what = watch.tag === undefined ? "has a value in this 'Field'" : "has this 'Tag'";
	throw new NodeOperationError(this.getNode(), `No contact ${what}`, {
		description: 'Add it to a contact in the CRM, wait ten seconds and try again.',
	});
}
