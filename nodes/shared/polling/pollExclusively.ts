import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { overdueBatch } from './execution';
import { reportFailure, reportOverdue } from './report';
import type { TriggerRuntime } from './triggerRuntime';
import { triggerRuntimeOf } from './triggerRuntime';

/** While n8n registers a trigger, a longer poll stops the trigger for good, whatever n8n allows. */
const MAX_FIRST_POLL_MS = 40_000;
/** The part of n8n's limit that is used: the rest is for ending what is under way. */
const SHARE_OF_BUDGET = 0.9;
/** What n8n allows where nothing waits for the poll's end, or where it does not say that it does. */
const USUAL_BUDGET_MS = 300_000;

/** The time of one poll, in Unix milliseconds. */
export interface PollWindow {
	started: number;
	deadline: number;
}

type Poll = (runtime: TriggerRuntime, window: PollWindow) => Promise<INodeExecutionData[][] | null>;

/**
 * Runs a poll unless another one, or the execution it started, is still running. Never throws:
 * errors are reported, and nothing is lost by them.
 * @param service Named in reports, such as `ModMed`.
 */
export async function pollExclusively(
	context: IPollFunctions,
	service: string,
	pollOnce: Poll,
): Promise<INodeExecutionData[][] | null> {
	const runtime = triggerRuntimeOf(String(context.getWorkflow().id), context.getNode().id);
	const started = Date.now();
	const overdue = overdueBatch(runtime, started);
	if (runtime.busy || (runtime.batch?.outcome === 'running' && !overdue)) return null;
	runtime.busy = true;
	try {
		if (overdue) {
			overdue.outcome = 'notSucceeded';
			runtime.failedAt = started;
			reportOverdue(context, runtime, service);
		}
		return await pollOnce(runtime, { started, deadline: started + budgetOf(context, runtime) });
	} catch (error) {
		reportFailure(context, runtime, error, service);
		return null;
	} finally {
		runtime.busy = false;
	}
}

/**
 * How long a poll may take, in milliseconds. A poll works through a whole backlog, except where
 * n8n waits for it to register the trigger. With durable polls each poll has a context of its
 * own, but then n8n says what it allows.
 */
function budgetOf(context: IPollFunctions, runtime: TriggerRuntime): number {
	const isFirst = runtime.registration !== context;
	runtime.registration = context;
	const allowed = context.getPollBudgetMs?.() ?? MAX_FIRST_POLL_MS;
	const mayRegister = isFirst && allowed === USUAL_BUDGET_MS;
	return mayRegister ? MAX_FIRST_POLL_MS : allowed * SHARE_OF_BUDGET;
}
