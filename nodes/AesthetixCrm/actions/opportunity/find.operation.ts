import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { opportunityFields } from '../../descriptions/opportunityFields';
import { contactIdParameter } from '../contactIdParameter';
import { describeNoMove, describePlan, planOpportunity } from './opportunityPlan';
import { searchOpportunities } from '../../resources/opportunities';
import type { CrmClient } from '../../transport/client';
import type { Execute } from '../../../shared/operation';

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['opportunity'], operation: ['find'] } },
	opportunityFields,
);

export const execute: Execute<CrmClient> = async (context, itemIndex, crm) => {
	const contactId = contactIdParameter(context, itemIndex);
	const planned = await planOpportunity(context, itemIndex, crm, contactId, searchOpportunities);
	return planned
		? { ...describePlan(contactId, planned), willMove: planned.willMove }
		: { ...describeNoMove(context, itemIndex, contactId), willMove: false };
};
