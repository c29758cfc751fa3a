import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { MovePlan, Opportunity, Pipeline, Stage } from '../../../domain/opportunityMove';
import { planMove } from '../../../domain/opportunityMove';
import type { CrmClient } from '../transport/crmClient';
import { findStage } from '../transport/pipelines';
import { textParameter } from './parameters';

export interface Planned extends MovePlan {
	pipeline: Pipeline;
	stage: Stage;
}

type ReadOpportunities = (
	crm: CrmClient,
	contactId: string,
	pipeline: Pipeline,
) => Promise<Opportunity[]>;

/** What a move comes to, or nothing where no pipeline or no stage is named. */
export async function planFor(
	context: IExecuteFunctions,
	itemIndex: number,
	crm: CrmClient,
	contactId: string,
	read: ReadOpportunities,
): Promise<Planned | undefined> {
	const pipelineName = textParameter(context, 'pipeline', itemIndex);
	const stageName = textParameter(context, 'stage', itemIndex);
	if (pipelineName === '' || stageName === '') return undefined;

	const { pipeline, stage } = await findStage(crm, pipelineName, stageName);
	const opportunities = await read(crm, contactId, pipeline);
	return { ...planMove(opportunities, pipeline, stage), pipeline, stage };
}

export function describePlan(contactId: string, planned: Planned): IDataObject {
	return {
		contactId,
		opportunityId: planned.opportunity?.id ?? null,
		pipeline: planned.pipeline.name,
		currentStage: planned.currentStage,
		targetStage: planned.stage.name,
		outcome: planned.outcome,
	};
}

/** The answer where nothing was asked of the pipeline. */
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
		outcome: textParameter(context, 'reasonForNoMove', itemIndex) || 'Nothing moves.',
	};
}
