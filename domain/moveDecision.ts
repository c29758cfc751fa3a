import { isMoving } from './categories';
import type { MappedAppointment, Yields } from './leading';
import { whyItYields } from './leading';
import type { PracticeClock } from './practiceTime';
import { localDate } from './practiceTime';
import type { Pipelines, StageTable } from './stages';
import { pipelineOf, progressOf } from './stages';

/** Where the opportunity goes, or in words why it stays. */
export type MoveDecision =
	{ moves: true; pipeline: string; stage: string } | { moves: false; reason: string };

export function decideMove(
	event: MappedAppointment & { statusName: string },
	others: readonly MappedAppointment[],
	rules: { stageTable: StageTable; pipelines: Pipelines },
	clock: PracticeClock,
): MoveDecision {
	const { category } = event;
	if (!isMoving(category)) return stays(`${category} appointments never move the pipeline.`);

	const progress = progressOf(event.status);
	if (progress === undefined) {
		return stays(`"${event.statusName}" is not in the stage table, so nothing moves.`);
	}

	const pipeline = pipelineOf(category, rules.pipelines);
	const rivals = others.filter(
		(other) => isMoving(other.category) && pipelineOf(other.category, rules.pipelines) === pipeline,
	);
	const yields = whyItYields(event, rivals, clock);
	if (yields !== undefined) {
		return stays(REASONS[yields.because](named(yields.to, clock.zone), pipeline));
	}

	const stage = rules.stageTable[category][progress].trim();
	if (stage === '') {
		return stays(`The stage table has no stage for ${category} when ${event.statusName}.`);
	}
	return { moves: true, pipeline, stage };
}

function stays(reason: string): MoveDecision {
	return { moves: false, reason };
}

const REASONS: Record<Yields, (other: string, pipeline: string) => string> = {
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
