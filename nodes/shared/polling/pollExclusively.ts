import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { overdueBatch } from './executionTimeout';
import { reportFailure, reportOverdue } from './report';
import type { TriggerRuntime } from './triggerRuntime';
import { triggerRuntimeOf } from './triggerRuntime';

/** Whatever n8n allows: while it registers a trigger, a poll that takes longer ends it for good. */
const LONGEST_FIRST_POLL_MS = 40_000;
/** The part of n8n's own limit that is used: what is under way has to come to its end in it. */
const SHARE_OF_BUDGET = 0.9;
/** What n8n allows where nothing waits for the poll's end, or where it does not say that it does. */
const USUAL_BUDGET_MS = 300_000;

/** One poll's share of time. */
export interface PollWindow {
	started: number;
	/** Both in Unix milliseconds. */
	deadline: number;
}

type Poll = (turn: TriggerRuntime, span: PollWindow) => Promise<INodeExecutionData[][] | null>;

/**
 * One poll, unless another one or its execution is at work. Whatever happens in it, it is not
 * thrown, and nothing is lost by it.
 * @param service Of whom a report speaks, such as `ModMed`.
 */
export async function pollExclusively(
	context: IPollFunctions,
	service: string,
	pollOnce: Poll,
): Promise<INodeExecutionData[][] | null> {
	const turn = triggerRuntimeOf(String(context.getWorkflow().id), context.getNode().id);
	const started = Date.now();
	const missed = overdueBatch(turn, started);
	if (turn.busy || (turn.batch?.outcome === 'running' && !missed)) return null;
	turn.busy = true;
	try {
		if (missed) {
			missed.outcome = 'notSucceeded';
			reportOverdue(context, turn, service);
		}
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
 * With durable polls each is called anew, but then n8n tells what it allows.
 */
function budgetOf(context: IPollFunctions, turn: TriggerRuntime): number {
	const isFirst = turn.registration !== context;
	turn.registration = context;
	const allowed = context.getPollBudgetMs?.() ?? LONGEST_FIRST_POLL_MS;
	const mayRegister = isFirst && allowed === USUAL_BUDGET_MS;
	return mayRegister ? LONGEST_FIRST_POLL_MS : allowed * SHARE_OF_BUDGET;
}
