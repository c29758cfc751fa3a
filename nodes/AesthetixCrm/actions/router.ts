import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Resources } from '../../shared/operation';
import { routeItems } from '../../shared/router';
import type { CrmClient } from '../transport/client';
import { createClient } from '../transport/client';
import * as contact from './contact';
import * as field from './field';
import * as location from './location';
import * as note from './note';
import * as opportunity from './opportunity';
import { textParameter } from './parameters';
import * as tag from './tag';

export const resources: Resources<CrmClient> = {
	contact: contact.operations,
	field: field.operations,
	location: location.operations,
	note: note.operations,
	opportunity: opportunity.operations,
	tag: tag.operations,
};

/** Contacts at a time: more would not be faster within the CRM's rate limit. */
const CONCURRENCY = 5;

export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await routeItems(this, {
		resources,
		openClient: async (context) => await createClient(context),
		concurrency: CONCURRENCY,
		keyOf: contactKeyOf,
	});
}

/** Whose contact an item is about: items of one contact are processed in their order. */
function contactKeyOf(context: IExecuteFunctions, itemIndex: number): string {
	const names = ['contactId', 'modMedPatientId', 'email', 'phone'];
	const values = names.map((name) => textParameter(context, name, itemIndex));
	return values.find((value) => value !== '') ?? `item ${itemIndex}`;
}
