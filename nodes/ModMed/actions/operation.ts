import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ModMedClient } from '../transport/client';

/** One operation of the node for one item: what it returns becomes the item's output. */
export type Operation = (
	this: IExecuteFunctions,
	client: ModMedClient,
	itemIndex: number,
) => Promise<IDataObject | IDataObject[]>;
