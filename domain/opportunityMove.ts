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
	/** Empty where there is no opportunity, or several. */
	currentStage: string;
	willMove: boolean;
	/** One sentence for the contact's note. */
	outcome: string;
}

/** What moving a contact to a stage comes to, given its opportunities in that pipeline. */
export function planMove(
	opportunities: readonly Opportunity[],
	pipeline: Pipeline,
	target: Stage,
): MovePlan {
	const opportunity = theOne(opportunities);
	if (opportunity === undefined) {
		const outcome = opportunities.length === 0 ? noneIn(pipeline) : severalIn(pipeline);
		return { currentStage: '', willMove: false, outcome };
	}

	const currentStage = pipeline.stages.find(({ id }) => id === opportunity.stageId)?.name ?? '';
	if (opportunity.stageId === target.id) {
		const outcome = `Already in ${target.name} in ${pipeline.name}.`;
		return { opportunity, currentStage, willMove: false, outcome };
	}
	const from = currentStage === '' ? '' : ` from ${currentStage}`;
	const outcome = `Moves${from} to ${target.name} in ${pipeline.name}.`;
	return { opportunity, currentStage, willMove: true, outcome };
}

/** Practices keep one opportunity a contact and pipeline; of several only an open one can be meant. */
function theOne(opportunities: readonly Opportunity[]): Opportunity | undefined {
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
