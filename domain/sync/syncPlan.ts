import type { Appointment, NamedAppointment } from '../appointment/appointment';
import type { Categorization, Mapping } from '../appointment/category';
import { categorize, isMoving } from '../appointment/category';
import type { Category, FieldName, Pipelines, StageTable } from '../vocabulary';
import { FIELDS } from '../vocabulary';
import type { MappedAppointment } from './precedence';
import { changedAfter } from './precedence';
import type { MoveDecision } from './moveDecision';
import { decideMove } from './moveDecision';
import { noteText } from './noteText';
import type { PracticeClock } from './practiceTime';
import type { TagChanges } from './tagChanges';
import { tagChanges } from './tagChanges';
import { visitDates } from './visitDates';

/** What the practice entered in the Category Mapper. */
export interface PracticeRules {
	mappings: readonly Mapping[];
	stageTable: StageTable;
	pipelines: Pipelines;
}

type FieldValues = Partial<Record<FieldName, string | null>>;

export type SyncPlan = MoveDecision & {
	category: Category;
	note: string;
	/** By field name: `null` empties a field, one that is not named stays as it is. */
	fields: FieldValues;
	tags: TagChanges;
};

/**
 * Everything that a change of an appointment does in the CRM, decided before anything is written;
 * or why its type has no category.
 * @param patientAppointments The patient's appointments; the changed one may be among them.
 */
export function planSync(
	appointment: NamedAppointment,
	patientAppointments: readonly Appointment[],
	rules: PracticeRules,
	clock: PracticeClock,
): SyncPlan | Extract<Categorization, { unmapped: string }> {
	const categorization = categorize(appointment.typeName, rules.mappings);
	if ('unmapped' in categorization) return categorization;

	const { category } = categorization;
	const event = { ...appointment, category };
	const others = patientAppointments
		.filter(({ id }) => id !== event.id)
		.flatMap((other) => withCategory(other, rules.mappings));
	const all: MappedAppointment[] = [event, ...others];

	return {
		...decideMove(event, others, rules, clock),
		category,
		note: noteText(event, clock.zone),
		fields: fieldValues(event, all, clock),
		tags: isMoving(category) ? tagChanges(event, all, clock) : { add: [], remove: [] },
	};
}

function withCategory(appointment: Appointment, mappings: readonly Mapping[]): MappedAppointment[] {
	const categorization = categorize(appointment.typeName, mappings);
	return 'category' in categorization ? [{ ...appointment, ...categorization }] : [];
}

/** The ModMed fields show the appointment that changed last: an older change leaves them alone. */
function fieldValues(
	event: NamedAppointment & { category: Category },
	all: readonly MappedAppointment[],
	clock: PracticeClock,
): FieldValues {
	const dates = visitDates(all, clock);
	const ofPatient = {
		[FIELDS.patientId.name]: event.patientId,
		[FIELDS.nextVisitDate.name]: dates.next || null,
		...(dates.last && { [FIELDS.lastVisitDate.name]: dates.last }),
	};
	if (all.some((other) => changedAfter(other, event))) return ofPatient;

	return {
		...ofPatient,
		[FIELDS.status.name]: event.statusName,
		[FIELDS.type.name]: event.typeName,
		[FIELDS.description.name]: event.description || null,
		[FIELDS.provider.name]: event.providerName || null,
		[FIELDS.location.name]: event.locationName || null,
		[FIELDS.category.name]: event.category,
	};
}
