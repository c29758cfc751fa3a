import type { MovingCategory } from '../appointment/category';

/** What a status means for the pipeline. */
export type Progress = 'scheduled' | 'completed' | 'cancelled';

export type Stages = Record<Progress, string>;
export type StageTable = Record<MovingCategory, Stages>;

export interface Pipelines {
	surgical: string;
	nonSurgical: string;
}

const PROGRESS: ReadonlyMap<string, Progress> = new Map([
	['pending', 'scheduled'],
	['booked', 'scheduled'],
	['fulfilled', 'completed'],
	['cancelled', 'cancelled'],
	['noshow', 'cancelled'],
]);

/** `undefined` for every status that stands in no row of the stage table, such as Arrived. */
export function progressOf(status: string): Progress | undefined {
	return PROGRESS.get(status);
}

/** The troubleshooting guide's stage table. */
export const DEFAULT_STAGE_TABLE: StageTable = {
	'Surgical Consult': {
		scheduled: 'Consult Booked',
		completed: 'Consult Complete',
		cancelled: 'Cancelled / No-Show',
	},
	'Surgical Appointment': {
		scheduled: 'Surgery Scheduled',
		completed: 'Surgery Complete',
		cancelled: 'Cancelled / No-Show',
	},
	'Non-Surgical Consult': {
		scheduled: 'Booked',
		completed: 'Patient',
		cancelled: 'Cancelled / No-Show',
	},
	'Non-Surgical Appointment': {
		scheduled: 'Booked',
		completed: 'Patient',
		cancelled: 'Cancelled / No-Show',
	},
};

export function pipelineOf(category: MovingCategory, pipelines: Pipelines): string {
	return category.startsWith('Surgical') ? pipelines.surgical : pipelines.nonSurgical;
}
