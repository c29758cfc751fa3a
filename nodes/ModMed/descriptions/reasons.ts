import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asText } from '../../../domain/coerce';

export const reasonsField: INodeProperties = {
	displayName: 'Reasons',
	name: 'reasons',
	type: 'string',
	default: '',
	placeholder: 'e.g. email, phone',
	description: "What changed, in the ModMed Trigger's terms: separated by commas, or as a list",
};

/** The reasons of an event, entered as a list or as one text. */
export function reasonsOf(context: IExecuteFunctions, itemIndex: number): string[] {
	const value: unknown = context.getNodeParameter('reasons', itemIndex, '');
	const reasons = Array.isArray(value) ? value : asText(value).split(',');
	return reasons.map(asText).filter((reason) => reason !== '');
}
