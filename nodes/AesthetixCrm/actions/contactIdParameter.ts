import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isResourceId } from '../../../domain/fhir/reference';
import { textParameter } from './parameters';

export function contactIdParameter(context: IExecuteFunctions, itemIndex: number): string {
	const contactId = textParameter(context, 'contactId', itemIndex);
	if (isResourceId(contactId)) return contactId;
	if (contactId !== '') {
		throw new NodeOperationError(context.getNode(), "The 'Contact ID' is not an ID of the CRM", {
			itemIndex,
			description: "Copy it from the end of the contact's address in the CRM.",
		});
	}
	throw new NodeOperationError(context.getNode(), "The 'Contact ID' is empty", {
		itemIndex,
		description: 'Enter it, for instance the contactId from Contact > Find.',
	});
}
