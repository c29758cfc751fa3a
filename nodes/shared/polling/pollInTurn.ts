import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { reportFailure } from './report';
import type { Turn } from './turn';
import { isBatchRunning, turnOf } from './turn';

/** Whatever n8n allows: while it starts, a poll that takes longer is given up for good. */
const LONGEST_POLL_MS = 40_000;

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
		const budget = Math.min(context.getPollBudgetMs?.() ?? LONGEST_POLL_MS, LONGEST_POLL_MS);
		return await pollOnce(turn, { started, deadline: started + budget });
	} catch (error) {
		reportFailure(context, turn, error, service);
		return null;
	} finally {
		turn.busy = false;
	}
}
