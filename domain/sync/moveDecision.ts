import { isMoving } from '../appointment/category';
import { statusGroup } from '../appointment/status';
import type { Pipelines, StageTable } from '../vocabulary';
import type { MappedAppointment, SupersededReason } from './precedence';
import { decidingAppointment, supersededBy } from './precedence';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';
import { pipelineOf, stagesOf } from './stages';

/**
 * The stage of another appointment that decides now that this one no longer does. The opportunity
 * moves back out of the table's own stages only: where people put it is their business.
 */
export interface CorrectiveMove {
	pipeline: string;
	stage: string;
	backOnlyFrom: string[];
}

/** Where the opportunity moves, or a sentence that says why it stays. */
export type MoveDecision =
	| { moves: true; pipeline: string; stage: string }
	| ({ moves: false; reason: string } & Partial<CorrectiveMove>);

/**
 * What a change of an appointment does to the patient's opportunity.
 * @param others The patient's other appointments, of types that the practice has mapped.
 */
export function decideMove(
	event: MappedAppointment & { statusName: string },
	others: readonly MappedAppointment[],
	rules: { stageTable: StageTable; pipelines: Pipelines },
	clock: PracticeClock,
): MoveDecision {
	const { category } = event;
	if (!isMoving(category)) return stays(`${category} appointments never move the pipeline.`);

	if (statusGroup(event.status) === undefined) {
		return stays(`"${event.statusName}" is not in the stage table, so nothing moves.`);
	}

	const pipeline = pipelineOf(category, rules.pipelines);
	const inSamePipeline = others.filter(
		(other) => isMoving(other.category) && pipelineOf(other.category, rules.pipelines) === pipeline,
	);
	const superseded = supersededBy(event, inSamePipeline, clock);
	if (superseded !== undefined) {
		return {
			...stays(REASONS[superseded.because](describe(superseded.by, clock.zone), pipeline)),
			...correctiveMove(event, inSamePipeline, pipeline, rules, clock),
		};
	}

	const stage = stageOf(event, rules.stageTable);
	if (stage === '') {
		return stays(`The stage table has no stage for ${category} when ${event.statusName}.`);
	}
	return { moves: true, pipeline, stage };
}

/**
 * The move that the deciding appointment's own change did not bring about, because that came before
 * this one, when it did not decide yet.
 */
function correctiveMove(
	event: MappedAppointment,
	inSamePipeline: readonly MappedAppointment[],
	pipeline: string,
	{ stageTable, pipelines }: { stageTable: StageTable; pipelines: Pipelines },
	clock: PracticeClock,
): CorrectiveMove | undefined {
	const deciding = decidingAppointment([event, ...inSamePipeline], clock);
	if (deciding === undefined || deciding.lastUpdated > event.lastUpdated) return undefined;
	const stage = stageOf(deciding, stageTable);
	if (stage === '') return undefined;
	const others = stagesOf(pipeline, stageTable, pipelines).filter((name) => name !== stage);
	return { pipeline, stage, backOnlyFrom: others };
}

function stageOf({ category, status }: MappedAppointment, stageTable: StageTable): string {
	const group = statusGroup(status);
	return isMoving(category) && group ? stageTable[category][group].trim() : '';
}

function stays(reason: string): { moves: false; reason: string } {
	return { moves: false, reason };
}

const REASONS: Record<SupersededReason, (other: string, pipeline: string) => string> = {
	rebooked: (other, pipeline) =>
		`Nothing moves in ${pipeline}: the patient has booked again (${other}).`,
	bookedSince: (other, pipeline) =>
		`Nothing moves in ${pipeline}: the patient has booked since that visit (${other}).`,
	changedLater: (other, pipeline) =>
		`Nothing moves in ${pipeline}: another appointment changed later (${other}).`,
};

function describe({ typeName, statusName, start }: MappedAppointment, zone: string): string {
	return [typeName, statusName, localDate(start, zone)].filter((part) => part !== '').join(', ');
}
