import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { Opportunity } from '../../../../domain/sync/opportunityMove';
import { opportunityFields } from '../../descriptions/opportunityFields';
import { patientIdField } from '../../descriptions/contactId';
import { contactToWriteTo } from '../contactIdParameter';
import type { OpportunityPlan } from './opportunityPlan';
import { describeNoMove, describePlan, planOpportunity } from './opportunityPlan';
import type { CrmClient } from '../../transport/client';
import {
	dropOpportunities,
	moveRequest,
	knownOpportunities,
	readStageId,
} from '../../resources/opportunities';
import { writeOnce } from '../../transport/writeOnce';
import type { Execute } from '../../../shared/operation';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['move'] } },
	[...opportunityFields, patientIdField],
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = await contactToWriteTo(context, itemIndex, crm);
	const planned = await planOpportunity(context, itemIndex, crm, contactId, knownOpportunities);
	if (planned === undefined) {
		return { ...describeNoMove(context, itemIndex, contactId), moved: false };
	}
	if (planned.willMove && planned.opportunity) {
		dropOpportunities(crm, contactId, planned.pipeline);
		await move(crm, planned.opportunity, planned);
	}
	return { ...describePlan(contactId, planned), moved: planned.willMove };
};

async function move(
	crm: CrmClient,
	opportunity: Opportunity,
	{ pipeline, stage }: OpportunityPlan,
): Promise<void> {
	const request = moveRequest(opportunity, pipeline, stage);
	const answer = await writeOnce(crm, request, async () =>
		(await readStageId(crm, opportunity)) === stage.id ? {} : undefined,
	);
	if (answer.ok) return;
	// A cached pipeline or stage ID may be out of date: the next run reads them again.
	crm.location.pipelines.drop();
	throw crm.errorOf(answer.refusal, request);
}
