import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { searchesSince } from '../../../domain/readingWindow';
import { createClient } from '../transport/client';
import { BRISK } from '../transport/patience';
import { deliver, settle } from './deliver';
import { eventReaders } from './eventReaders';
import { moveOn, plan } from './plan';
import { readWindow } from './readWindow';
import { reportFailure, reportIncomplete, reportUnreadable } from './report';
import { sample } from './sample';
import { freshState, savedState, saveState } from './state';
import { readTriggerOptions } from './triggerOptions';
import type { Turn } from './turn';
import { isBatchRunning, turnOf } from './turn';

/** Whatever n8n allows: while it starts, a poll that takes longer is given up for good. */
const LONGEST_POLL_MS = 40_000;
/** The part of a poll that may go into reading; the rest is for the executions. */
const READING_SHARE = 0.6;

/** One poll. Whatever happens in it, it is not thrown, and nothing is lost by it. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	const turn = turnOf(String(this.getWorkflow().id), this.getNode().id);
	if (turn.busy || isBatchRunning(turn, Date.now())) return null;
	turn.busy = true;
	try {
		return await pollOnce(this, turn);
	} catch (error) {
		reportFailure(this, turn, error);
		return null;
	} finally {
		turn.busy = false;
	}
}

async function pollOnce(
	context: IPollFunctions,
	turn: Turn,
): Promise<INodeExecutionData[][] | null> {
	const started = Date.now();
	const now = new Date(started).toISOString();
	const budget = Math.min(context.getPollBudgetMs?.() ?? LONGEST_POLL_MS, LONGEST_POLL_MS);
	const deadline = started + budget;
	const options = readTriggerOptions(context);
	const reader = eventReaders[options.event];
	const client = await createClient(context, { ...BRISK, deadline });
	const data = context.getWorkflowStaticData('node');
	const saved = savedState(data[options.event], client.baseUrl, options.startFrom);
	const state = saved ?? freshState(client.baseUrl, options.startFrom, now);
	// The moment of activation is kept even where ModMed cannot be read in it.
	if (turn.batch) settle(state, turn.batch);
	turn.batch = undefined;
	saveState(data, options.event, state);

	const until = started + budget * READING_SHARE;
	const read = await readWindow(client, reader, searchesSince(state.cursor, now), until);
	reportUnreadable(context, state, reader.resourceType, read.unreadable);
	const planned = plan(state, read, options.filters, !saved);
	const delivery = { context, client, options, turn, deadline, isFresh: !saved };
	const { waiting, items } = await deliver(delivery, planned.state, planned.changes).finally(() =>
		saveState(data, options.event, planned.state),
	);
	saveState(data, options.event, moveOn(planned.state, read, waiting, now));
	if (!read.complete) reportIncomplete(context, turn);
	else turn.failures = 0;
	if (waiting.length === 0) turn.first = false;
	return items.length > 0 ? [items] : null;
}
