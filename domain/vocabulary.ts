/**
 * What the practice and the CRM call things. The set-up creates these fields and tags, the sync
 * writes them, the checks look for them, the Category Mapper starts from them.
 */

/** Data types of the CRM's custom fields (HighLevel spells money MONETORY), and their names. */
export const FIELD_TYPES = {
	DATE: 'Date',
	LARGE_TEXT: 'Long Text',
	MONETORY: 'Money',
	NUMERICAL: 'Number',
	TEXT: 'Text',
} as const;

export type FieldType = keyof typeof FIELD_TYPES;

/** The contact's custom fields. */
export const FIELDS = {
	nextVisitDate: { name: 'Next Visit Date', dataType: 'DATE' },
	lastVisitDate: { name: 'Last Visit Date', dataType: 'DATE' },
	status: { name: 'ModMed Appt Status', dataType: 'TEXT' },
	type: { name: 'ModMed Appt Type', dataType: 'TEXT' },
	description: { name: 'ModMed Appt Description', dataType: 'TEXT' },
	provider: { name: 'ModMed Provider', dataType: 'TEXT' },
	location: { name: 'ModMed Location', dataType: 'TEXT' },
	category: { name: 'Appointment Category', dataType: 'TEXT' },
	birthday: { name: 'ModMed Birthday', dataType: 'DATE' },
	patientId: { name: 'ModMed Patient ID', dataType: 'TEXT' },
	lifetimeValue: { name: 'Patient Lifetime Value', dataType: 'MONETORY' },
} as const satisfies Record<string, { name: string; dataType: FieldType }>;

export type FieldName = (typeof FIELDS)[keyof typeof FIELDS]['name'];

/** The contact's tags. */
export const TAGS = {
	booked: 'Appointment Booked',
	patient: 'Patient',
	cancelled: 'Cancel/No-Show',
	createPatient: 'ModMed Create',
} as const;

/** The pipelines as the CRM names them by default. A practice may rename its own. */
export const PIPELINES = {
	surgical: 'Surgical Pipeline',
	nonSurgical: 'Non-Surgical Pipeline',
} as const;

/** The pipelines by the names that the practice gave them. */
export type Pipelines = Record<keyof typeof PIPELINES, string>;

/** The columns of the stage table: what an appointment's status means for the pipeline. */
export const STATUS_GROUPS = {
	scheduled: 'Pending / Confirmed',
	completed: 'Fulfilled / Checked-Out',
	cancelled: 'Cancelled / No Show',
} as const;

export type StatusGroup = keyof typeof STATUS_GROUPS;

/** One row of the stage table. */
export type Stages = Record<StatusGroup, string>;

interface CategoryNames {
	name: string;
	/** What the practices' sheets call it too. */
	alsoCalled?: string;
}

/** A category moves opportunities of one pipeline to its stages, or none at all. */
type CategoryEntry = CategoryNames &
	({ pipeline: keyof Pipelines; stages: Stages } | { pipeline: 'none' });

/** The practice's categories of appointment, in the order people see them. */
const CATEGORY_TABLE = [
	{
		name: 'Surgical Consult',
		pipeline: 'surgical',
		stages: stages('Consult Booked', 'Consult Complete'),
	},
	{
		name: 'Surgical Appointment',
		pipeline: 'surgical',
		stages: stages('Surgery Scheduled', 'Surgery Complete'),
	},
	{
		name: 'Non-Surgical Consult',
		pipeline: 'nonSurgical',
		stages: stages('Booked', 'Patient'),
	},
	{
		name: 'Non-Surgical Appointment',
		pipeline: 'nonSurgical',
		stages: stages('Booked', 'Patient'),
	},
	{ name: 'Pre-Op', pipeline: 'none', alsoCalled: 'Pre-Op Appointment' },
	{ name: 'Post-Op', pipeline: 'none', alsoCalled: 'Post-Op Appointment' },
	{ name: 'Block', pipeline: 'none' },
] as const satisfies readonly CategoryEntry[];

function stages(scheduled: string, completed: string): Stages {
	return { scheduled, completed, cancelled: 'Cancelled / No-Show' };
}

export type Category = (typeof CATEGORY_TABLE)[number]['name'];

const MOVING = CATEGORY_TABLE.filter((entry) => entry.pipeline !== 'none');

/** A category whose appointments move an opportunity. */
export type MovingCategory = (typeof MOVING)[number]['name'];
export type StageTable = Record<MovingCategory, Stages>;

export const CATEGORIES: readonly Category[] = CATEGORY_TABLE.map(({ name }) => name);
export const MOVING_CATEGORIES: readonly MovingCategory[] = MOVING.map(({ name }) => name);

/** The categories by the longer names that stand in the practices' sheets. */
export const OTHER_CATEGORY_NAMES: ReadonlyArray<{ alsoCalled: string; name: Category }> =
	CATEGORY_TABLE.filter((entry) => 'alsoCalled' in entry);

/** The stages as the troubleshooting guide has them. A practice may enter its own. */
export const DEFAULT_STAGE_TABLE: StageTable = forEachCategory(({ stages }) => stages);

export const PIPELINE_OF: Record<MovingCategory, keyof Pipelines> = forEachCategory(
	({ pipeline }) => pipeline,
);

function forEachCategory<Value>(valueOf: (entry: (typeof MOVING)[number]) => Value) {
	const entries = MOVING.map((entry) => [entry.name, valueOf(entry)]);
	return Object.fromEntries(entries) as Record<MovingCategory, Value>;
}
