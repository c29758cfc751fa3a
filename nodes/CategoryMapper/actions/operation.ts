import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { PracticeRules } from '../../../domain/sync/syncPlan';

/** What the node decided about one item: its output by index (see `OUTPUT_NAMES`) and what it holds. */
export interface Decision {
	output: number;
	json: IDataObject;
}

export interface Operation {
	description: INodeProperties[];
	execute(context: IExecuteFunctions, itemIndex: number, rules: PracticeRules): Decision;
}
