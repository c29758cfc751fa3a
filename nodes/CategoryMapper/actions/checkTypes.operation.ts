import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import type { Categorization } from '../../../domain/appointment/category';
import { categorize } from '../../../domain/appointment/category';
import { asText } from '../../../domain/coerce';
import type { GoLiveLine } from '../../../domain/crm/goLive';
import { blocks, ready } from '../../../domain/crm/goLive';
import type { PracticeRules } from '../../../domain/sync/syncPlan';
import { nearestTypes } from '../nearestTypes';
import type { Decision } from './operation';

/** Those of Map: pasted over a mapper that maps, this one reaches no node that writes to the CRM. */
export { outputs } from './map.operation';

const LISTED = 1;
const NOT_LISTED = 2;

const properties: INodeProperties[] = [
	{
		displayName: 'Appointment Type',
		name: 'typeName',
		type: 'string',
		default: '={{ $json.name }}',
		description: "The name of the type, as 'ModMed > Appointment Type > Get Many' returns it",
	},
];

export const description = updateDisplayOptions(
	{ show: { operation: ['checkTypes'] } },
	properties,
);

/** A line of the go-live list for each type: its category, or what to do about it. */
export function execute(
	context: IExecuteFunctions,
	itemIndex: number,
	{ mappings }: PracticeRules,
): Decision {
	const typeName = asText(context.getNodeParameter('typeName', itemIndex, ''));
	if ('appointment' in (context.getInputData()[itemIndex]?.json ?? {})) {
		throw new NodeOperationError(context.getNode(), 'This Category Mapper only checks types', {
			itemIndex,
			description: "Set its 'Operation' to Map.",
		});
	}
	const known = mappings.map(({ appointmentType }) => appointmentType);
	const line = lineOf(typeName, categorize(typeName, mappings), known);
	return { output: line.state === 'ready' ? LISTED : NOT_LISTED, json: { ...line } };
}

const TODO = {
	noType: 'Give it a name in ModMed.',
	notListed: 'Enter it in the Category Mapper under exactly this name.',
	contradictory: 'It is listed twice, under different categories. Remove one of the two rows.',
};

function lineOf(typeName: string, found: Categorization, known: string[]): GoLiveLine {
	if ('category' in found) return ready(`"${typeName}" is ${found.category}`);
	const nearest = nearestTypes(typeName, known);
	const hint = nearest.length > 0 ? ` Nearest names there: ${nearest.join(', ')}.` : '';
	return blocks(`"${typeName}" has no category`, TODO[found.unmapped] + hint);
}
