import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { reportFailure } from './report';
import type { Turn } from './turn';
import { isBatchRunning, turnOf } from './turn';

/** Whatever n8n allows: while it registers a trigger, a poll that takes longer ends it for good. */
const LONGEST_FIRST_POLL_MS = 40_000;
/** The part of n8n's own limit that is used: what is under way has to come to its end in it. */
const SHARE_OF_BUDGET = 0.9;

/** One poll's share of time. */
export interface Span {
	started: number;
	/** Both in Unix milliseconds. */
	deadline: number;
}

type Poll = (turn: Turn, span: Span) => Promise<INodeExecutionData[][] | null>;

/**
 * One poll, unless another one or its execution is at work. Whatever happens in it, it is not
 * thrown, and nothing is lost by it.
 * @param service Of whom a report speaks, such as `ModMed`.
 */
export async function pollInTurn(
	context: IPollFunctions,
	service: string,
	pollOnce: Poll,
): Promise<INodeExecutionData[][] | null> {
	const turn = turnOf(String(context.getWorkflow().id), context.getNode().id);
	if (turn.busy || isBatchRunning(turn, Date.now())) return null;
	turn.busy = true;
	try {
		const started = Date.now();
		return await pollOnce(turn, { started, deadline: started + budgetOf(context, turn) });
	} catch (error) {
		reportFailure(context, turn, error, service);
		return null;
	} finally {
		turn.busy = false;
	}
}

/**
 * How long a poll may take, in milliseconds. A backlog is worked off at the pace of the services
 * and not in portions of one poll, except where n8n waits for the poll to register the trigger.
 */
function budgetOf(context: IPollFunctions, turn: Turn): number {
	const registration = context.getWorkflowStaticData('node');
	const isFirst = turn.registration !== registration;
	turn.registration = registration;
	const allowed = context.getPollBudgetMs?.() ?? LONGEST_FIRST_POLL_MS;
	return isFirst ? Math.min(allowed, LONGEST_FIRST_POLL_MS) : allowed * SHARE_OF_BUDGET;
}
