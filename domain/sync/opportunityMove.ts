import { sameLabel } from '../text/label';

export interface Stage {
	id: string;
	name: string;
}

export interface Pipeline {
	id: string;
	name: string;
	stages: readonly Stage[];
}

export interface Opportunity {
	id: string;
	stageId: string;
	/** `open`, `won`, `lost` or `abandoned`. */
	status: string;
}

export interface MovePlan {
	opportunity?: Opportunity;
	/** Its name. Empty where there is no opportunity, or several. */
	currentStage: string;
	willMove: boolean;
	/** One sentence for the contact's note. */
	outcome: string;
}

/** A move back that is allowed from certain stages only. */
export interface MoveCondition {
	backOnlyFrom: readonly string[];
	/** The outcome where the opportunity stays. */
	otherwise: string;
}

/**
 * What moving a contact to a stage comes to.
 * @param opportunities The contact's in that pipeline.
 * @param condition For a move that may go back. Without it every move is made.
 */
export function planMove(
	opportunities: readonly Opportunity[],
	pipeline: Pipeline,
	target: Stage,
	condition?: MoveCondition,
): MovePlan {
	const opportunity = soleOpportunity(opportunities);
	if (opportunity === undefined) {
		const outcome = opportunities.length === 0 ? noneIn(pipeline) : severalIn(pipeline);
		return { currentStage: '', willMove: false, outcome: condition?.otherwise ?? outcome };
	}

	const currentStage = pipeline.stages.find(({ id }) => id === opportunity.stageId)?.name ?? '';
	const stays = (outcome: string) => ({ opportunity, currentStage, willMove: false, outcome });
	if (opportunity.stageId === target.id) {
		return stays(condition?.otherwise ?? `Already in ${target.name} in ${pipeline.name}.`);
	}
	if (condition && !mayMove(condition, pipeline, opportunity, target)) {
		return stays(condition.otherwise);
	}
	const from = currentStage === '' ? '' : ` from ${currentStage}`;
	const why = condition ? ', as another appointment of the patient decides there' : '';
	const outcome = `Moves${from} to ${target.name} in ${pipeline.name}${why}.`;
	return { opportunity, currentStage, willMove: true, outcome };
}

/** An opportunity always leaves a stage that the pipeline no longer has. */
function mayMove(
	{ backOnlyFrom }: MoveCondition,
	{ stages }: Pipeline,
	{ stageId }: Opportunity,
	target: Stage,
): boolean {
	const placeOf = (id: string) => stages.findIndex((stage) => stage.id === id);
	const current = stages[placeOf(stageId)];
	if (current === undefined || placeOf(stageId) < placeOf(target.id)) return true;
	return backOnlyFrom.some((name) => sameLabel(name, current.name));
}

/** A contact has one opportunity in a pipeline; of several, the only open one is meant. */
function soleOpportunity(opportunities: readonly Opportunity[]): Opportunity | undefined {
	if (opportunities.length === 1) return opportunities[0];
	const open = opportunities.filter(({ status }) => status === 'open');
	return open.length === 1 ? open[0] : undefined;
}

function noneIn({ name }: Pipeline): string {
	return (
		`No opportunity in ${name}, so nothing moves. ` +
		'Create one there and the next change in ModMed moves it.'
	);
}

function severalIn({ name }: Pipeline): string {
	return (
		`Several opportunities in ${name}, so nothing moves. ` +
		'Keep one of them and the next change in ModMed moves it.'
	);
}
