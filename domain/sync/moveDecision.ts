import { isMoving } from '../appointment/category';
import { statusGroup } from '../appointment/status';
import type { Pipelines, StageTable } from '../vocabulary';
import type { MappedAppointment, SupersededReason } from './precedence';
import { decidingAppointment, supersededBy } from './precedence';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';
import { pipelineOf, stagesOf } from './stages';

/**
 * Where another appointment, unchanged meanwhile, wants the opportunity to be now that this one no
 * longer decides. Back from the table's own stages only: where people put it is their business.
 */
export interface Correction {
	pipeline: string;
	stage: string;
	backOnlyFrom: string[];
}

/** Where the opportunity goes, or in words why it stays. */
export type MoveDecision =
	| { moves: true; pipeline: string; stage: string }
	| ({ moves: false; reason: string } & Partial<Correction>);

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
	const rivals = others.filter(
		(other) => isMoving(other.category) && pipelineOf(other.category, rules.pipelines) === pipeline,
	);
	const yields = supersededBy(event, rivals, clock);
	if (yields !== undefined) {
		return {
			...stays(REASONS[yields.because](named(yields.to, clock.zone), pipeline)),
			...correctionAfter(event, rivals, pipeline, rules, clock),
		};
	}

	const stage = stageOf(event, rules.stageTable);
	if (stage === '') {
		return stays(`The stage table has no stage for ${category} when ${event.statusName}.`);
	}
	return { moves: true, pipeline, stage };
}

/**
 * The stage of the appointment that decides, where its own change will not bring it about: it came
 * before this one, at a time when it did not decide yet.
 */
function correctionAfter(
	event: MappedAppointment,
	rivals: readonly MappedAppointment[],
	pipeline: string,
	{ stageTable, pipelines }: { stageTable: StageTable; pipelines: Pipelines },
	clock: PracticeClock,
): Correction | undefined {
	const leader = decidingAppointment([event, ...rivals], clock);
	if (leader === undefined || leader.lastUpdated > event.lastUpdated) return undefined;
	const stage = stageOf(leader, stageTable);
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

function named({ typeName, statusName, start }: MappedAppointment, zone: string): string {
	return [typeName, statusName, localDate(start, zone)].filter((part) => part !== '').join(', ');
}
