import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type {
	MoveCondition,
	MovePlan,
	Opportunity,
	Pipeline,
	Stage,
} from '../../../../domain/sync/opportunityMove';
import { planMove } from '../../../../domain/sync/opportunityMove';
import { toLabels } from '../../../../domain/text/label';
import type { CrmClient } from '../../transport/client';
import { findStage } from '../../resources/pipelines';
import { textParameter, valueParameter } from '../parameters';

const NOTHING_MOVES = 'Nothing moves.';

export interface OpportunityPlan extends MovePlan {
	pipeline: Pipeline;
	stage: Stage;
}

type ReadOpportunities = (
	crm: CrmClient,
	contactId: string,
	pipeline: Pipeline,
) => Promise<Opportunity[]>;

/** What a move would do, or nothing if 'Pipeline' or 'Stage' is empty. */
export async function planOpportunity(
	context: IExecuteFunctions,
	itemIndex: number,
	crm: CrmClient,
	contactId: string,
	read: ReadOpportunities,
): Promise<OpportunityPlan | undefined> {
	const pipelineName = textParameter(context, 'pipeline', itemIndex);
	const stageName = textParameter(context, 'stage', itemIndex);
	if (pipelineName === '' || stageName === '') return undefined;

	const { pipeline, stage } = await findStage(crm, pipelineName, stageName);
	const opportunities = await read(crm, contactId, pipeline);
	const condition = conditionOf(context, itemIndex);
	return { ...planMove(opportunities, pipeline, stage, condition), pipeline, stage };
}

/** The stages from which the opportunity may go back, if there are any. */
function conditionOf(context: IExecuteFunctions, itemIndex: number): MoveCondition | undefined {
	const backOnlyFrom = toLabels(valueParameter(context, 'backOnlyFrom', itemIndex));
	const otherwise = textParameter(context, 'reasonForNoMove', itemIndex) || NOTHING_MOVES;
	return backOnlyFrom.length > 0 ? { backOnlyFrom, otherwise } : undefined;
}

export function describePlan(contactId: string, planned: OpportunityPlan): IDataObject {
	return {
		contactId,
		opportunityId: planned.opportunity?.id ?? null,
		pipeline: planned.pipeline.name,
		currentStage: planned.currentStage,
		targetStage: planned.stage.name,
		outcome: planned.outcome,
	};
}

/** The output if there is nothing to move. */
export function describeNoMove(
	context: IExecuteFunctions,
	itemIndex: number,
	contactId: string,
): IDataObject {
	return {
		contactId,
		opportunityId: null,
		pipeline: textParameter(context, 'pipeline', itemIndex),
		currentStage: '',
		targetStage: '',
		outcome: textParameter(context, 'reasonForNoMove', itemIndex) || NOTHING_MOVES,
	};
}
