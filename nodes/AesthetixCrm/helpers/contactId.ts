import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { textParameter } from './parameters';

export function contactIdParameter(context: IExecuteFunctions, itemIndex: number): string {
	const contactId = textParameter(context, 'contactId', itemIndex);
	if (contactId !== '') return contactId;
	throw new NodeOperationError(context.getNode(), "The 'Contact ID' is empty", {
		itemIndex,
		description: 'Fill it in, for instance with the contactId that Contact > Find gives.',
	});
}
