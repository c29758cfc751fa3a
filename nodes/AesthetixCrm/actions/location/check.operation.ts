import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready } from '../../../../domain/crm/goLive';
import type { Pipeline } from '../../../../domain/sync/opportunityMove';
import { findByLabel, toLabels } from '../../../../domain/text/label';
import { asItems, linesOf } from './goLiveLines';
import { valueParameter } from '../parameters';
import { checkPermissions } from './checkScopes';
import type { CrmClient } from '../../transport/client';
import { asRecord, asRecords, asText } from '../../../../domain/coerce';
import { readSettings } from '../../resources/locationSetUp';
import { readPipelines } from '../../resources/pipelines';
import type { Execute } from '../../../shared/operation';
import { checkFields } from './check.description';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['location'], operation: ['check'] } },
	checkFields,
);

interface WantedPipeline {
	name: string;
	stages: string[];
}

/** Looks and changes nothing: permissions first, for without them the rest cannot be told. */
export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const rows = asRecords(asRecord(valueParameter(context, 'pipelines', itemIndex)).row);
	const wanted = rows
		.map(({ pipeline, stages }) => ({ name: asText(pipeline), stages: toLabels(stages) }))
		.filter(({ name }) => name !== '');

	return asItems([
		...(await checkPermissions(crm)),
		...(await linesOf(crm, async () => await settingsOf(crm))),
		...(await linesOf(crm, async () => await pipelinesOf(crm, wanted))),
	]);
};

async function settingsOf(crm: CrmClient): Promise<GoLiveLine[]> {
	const { allowDuplicateOpportunity, allowDuplicateContact } = await readSettings(crm);
	return [
		duplicateOpportunities(allowDuplicateOpportunity),
		duplicateContacts(allowDuplicateContact),
	];
}

function duplicateOpportunities(allowed: unknown): GoLiveLine {
	if (allowed === false) return ready('The location forbids duplicate opportunities');
	const todo =
		"In the CRM open Settings > Business Profile and switch 'Allow Duplicate Opportunity' off: with two of them in a pipeline nobody can say which one to move.";
	return allowed === true
		? blocks('The location allows duplicate opportunities', todo)
		: advice('The CRM does not say whether it allows duplicate opportunities', todo);
}

function duplicateContacts(allowed: unknown): GoLiveLine {
	if (allowed === false) return ready('The location forbids duplicate contacts');
	return advice(
		allowed === true
			? 'The location allows duplicate contacts'
			: 'The CRM does not say whether it allows duplicate contacts',
		"Where families do not share one email or phone, switch 'Allow Duplicate Contact' off under Settings > Business Profile: two contacts of one patient are set aside instead of synced.",
	);
}

async function pipelinesOf(
	crm: CrmClient,
	wanted: readonly WantedPipeline[],
): Promise<GoLiveLine[]> {
	const known = await readPipelines(crm, crm.startedAt);
	return wanted.flatMap(({ name, stages }) => {
		const pipeline = findByLabel(known, name);
		if (pipeline) return [ready(`Pipeline "${name}"`), ...stagesOf(pipeline, stages)];
		return [blocks(`The CRM has no pipeline "${name}"`, toEnter(known))];
	});
}

function stagesOf(pipeline: Pipeline, wanted: readonly string[]): GoLiveLine[] {
	return wanted.map((stage) =>
		findByLabel(pipeline.stages, stage)
			? ready(`Stage "${stage}" of ${pipeline.name}`)
			: blocks(`${pipeline.name} has no stage "${stage}"`, toEnter(pipeline.stages)),
	);
}

function toEnter(known: ReadonlyArray<{ name: string }>): string {
	const names = known.map(({ name }) => name).join(', ') || 'none';
	return `There are: ${names}. Add it in the CRM, or enter the CRM's own name in the Category Mapper.`;
}
