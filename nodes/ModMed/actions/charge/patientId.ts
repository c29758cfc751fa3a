import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readId, isResourceId } from '../../../../domain/fhir/reference';
import { asText } from '../../../../domain/coerce';

export const patientIdField: INodeProperties = {
	displayName: 'Patient ID',
	name: 'patientId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 385871',
	description: 'The patient whose charges to read. ModMed finds charges by patient only.',
};

/** The patient's id. An empty one would bring the charges of everybody. */
export function patientIdOf(context: IExecuteFunctions, itemIndex: number): string {
	const text = context.getNodeParameter('patientId', itemIndex, '', { ensureType: 'string' });
	const id = readId(asText(text), 'Patient');
	if (isResourceId(id)) return id;
	throw new NodeOperationError(context.getNode(), "'Patient ID' is not an ID of ModMed", {
		itemIndex,
		description: 'Enter the ID as ModMed shows it, for example 385871.',
	});
}
