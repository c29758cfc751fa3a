import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { GoLiveLine } from '../../../../domain/crm/goLive';
import { advice, blocks, ready } from '../../../../domain/crm/goLive';
import type { Pipeline } from '../../../../domain/sync/opportunityMove';
import { readStageTable, stagesOf } from '../../../../domain/sync/stages';
import { findByLabel, toLabels } from '../../../../domain/text/label';
import { asItems, runCheck } from './goLiveLines';
import { valueParameter } from '../parameters';
import { checkScopes } from './checkScopes';
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

/** A pipeline and the stages it has to have, by name. */
interface RequiredPipeline {
	name: string;
	stages: string[];
}

/** Changes nothing. Permissions come first, because without them the rest cannot be read. */
export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const mapper = asRecord(valueParameter(context, 'categoryMapper', itemIndex));
	const rows = asRecords(asRecord(valueParameter(context, 'pipelines', itemIndex)).row);
	const required = 'stages' in mapper ? pipelinesOfMapper(mapper) : pipelinesOfRows(rows);

	return asItems([
		...(await checkScopes(crm)),
		...(await runCheck(crm, async () => await checkSettings(crm))),
		...(await runCheck(crm, async () => await checkPipelines(crm, required))),
	]);
};

function pipelinesOfRows(rows: ReadonlyArray<Record<string, unknown>>): RequiredPipeline[] {
	return rows
		.map(({ pipeline, stages }) => ({ name: asText(pipeline), stages: toLabels(stages) }))
		.filter(({ name }) => name !== '');
}

/** What a Category Mapper moves opportunities to, by its parameters. */
function pipelinesOfMapper(mapper: Record<string, unknown>): RequiredPipeline[] {
	const pipelines = {
		surgical: asText(mapper.surgicalPipeline),
		nonSurgical: asText(mapper.nonSurgicalPipeline),
	};
	const table = readStageTable(asRecords(asRecord(mapper.stages).row));
	return [...new Set(Object.values(pipelines))].map((name) => ({
		name,
		stages: stagesOf(name, table, pipelines),
	}));
}

async function checkSettings(crm: CrmClient): Promise<GoLiveLine[]> {
	const { allowDuplicateOpportunity, allowDuplicateContact } = await readSettings(crm);
	return [
		duplicateOpportunities(allowDuplicateOpportunity),
		duplicateContacts(allowDuplicateContact),
	];
}

function duplicateOpportunities(allowed: unknown): GoLiveLine {
	if (allowed === false) return ready('The location forbids duplicate opportunities');
	const todo =
		"In the CRM open Settings > Business Profile and switch 'Allow Duplicate Opportunity' off: of two opportunities in one pipeline, nobody can say which one to move.";
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
		"If families do not share an email or phone, switch 'Allow Duplicate Contact' off under Settings > Business Profile: a patient with two contacts is not synced.",
	);
}

async function checkPipelines(
	crm: CrmClient,
	required: readonly RequiredPipeline[],
): Promise<GoLiveLine[]> {
	const known = await readPipelines(crm, crm.startedAt);
	return required.flatMap(({ name, stages }) => {
		const pipeline = findByLabel(known, name);
		if (pipeline) return [ready(`Pipeline "${name}"`), ...checkStages(pipeline, stages)];
		return [blocks(`The CRM has no pipeline "${name}"`, adviceFor(known))];
	});
}

function checkStages(pipeline: Pipeline, required: readonly string[]): GoLiveLine[] {
	return required.map((stage) =>
		findByLabel(pipeline.stages, stage)
			? ready(`Stage "${stage}" of ${pipeline.name}`)
			: blocks(`${pipeline.name} has no stage "${stage}"`, adviceFor(pipeline.stages)),
	);
}

function adviceFor(known: ReadonlyArray<{ name: string }>): string {
	const names = known.map(({ name }) => name).join(', ') || 'none';
	return `The CRM has: ${names}. Add it in the CRM, or enter the CRM's own name in the Category Mapper.`;
}
