import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CrmContact } from '../resources/contact/contact';
import { describeContact } from '../resources/contact/contact';
import type { CrmClient } from '../transport/client';
import { readFields } from '../resources/field/customFields';
import type { TriggerOptions } from './triggerOptions';
import type { Watch } from './watch';

export type Reason = 'added' | 'set' | 'changed' | 'emptied';

/** Something that is so, as read from the contact itself. */
export interface ContactEvent {
	contact: CrmContact;
	key: string;
	reason: Reason;
}

/** What all the contacts of a poll have in common. */
export interface Source {
	crm: CrmClient;
	watch: Watch;
	options: TriggerOptions;
}

/** The output of the trigger: a reference to the contact, and the contact itself where wanted. */
export async function toItem(
	{ crm, watch, options }: Source,
	{ contact, key, reason }: ContactEvent,
	delivery: { attempt: number; lookFirst: boolean },
): Promise<INodeExecutionData> {
	const reference: IDataObject = {
		event: options.event,
		key,
		resourceType: 'Contact',
		id: contact.id,
		...watch.names,
		reasons: [reason],
		...delivery,
	};
	if (!options.fullData) return { json: reference };
	return { json: { ...reference, contact: describeContact(contact, await readFields(crm)) } };
}
