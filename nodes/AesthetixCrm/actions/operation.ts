import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { CrmClient } from '../transport/crmClient';

/** What an operation does with one item. */
export type Execute = (
	context: IExecuteFunctions,
	itemIndex: number,
	crm: CrmClient,
) => Promise<IDataObject | IDataObject[]>;
