import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { PollWindow } from '../../shared/polling/pollExclusively';
import { pollExclusively } from '../../shared/polling/pollExclusively';
import { toServerTime } from '../../../domain/changes/searchWindow';
import { settle } from '../../shared/polling/deliverBatches';
import { createClient } from '../transport/client';
import { INTERACTIVE_RETRY } from '../transport/retry';
import { deliver } from './deliver';
import { eventReaders } from './eventReaders';
import { reportFailure } from '../../shared/polling/report';
import { reportIncomplete, reportUnreadable } from './report';
import { sample } from './sample';
import type { TriggerState } from './state';
import { formerState, freshState, savedState, saveState, startedAhead } from './state';
import { stepsOf } from './steps';
import { readTriggerOptions } from './triggerOptions';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';

/** The part of a poll that may go into reading; the rest is for the executions. */
const READING_SHARE = 0.6;

export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	const once = async (turn: TriggerRuntime, span: PollWindow) => await pollOnce(this, turn, span);
	return await pollExclusively(this, 'ModMed', once);
}

async function pollOnce(
	context: IPollFunctions,
	turn: TriggerRuntime,
	{ started, deadline }: PollWindow,
): Promise<INodeExecutionData[][] | null> {
	const now = new Date(started).toISOString();
	const options = readTriggerOptions(context);
	const reader = eventReaders[options.event];
	const client = await createClient(context, { ...INTERACTIVE_RETRY, deadline });
	const data = context.getWorkflowStaticData('node');
	const known = data[options.event] ?? turn.memory[options.event];
	const saved = savedState(known, client.baseUrl, options.startFrom);
	const state = saved ?? freshState(client.baseUrl, options.startFrom, now);
	// The moment of activation is kept even where ModMed cannot be read in it.
	if (turn.batch) settle(state, turn.batch);
	turn.batch = undefined;
	const save = (latest: TriggerState, former?: IDataObject) => {
		saveState(data, options.event, latest, former);
		turn.memory = { [options.event]: data[options.event] };
	};
	save(state, formerState(known, client.baseUrl));

	const until = started + (deadline - started) * READING_SHARE;
	const steps = stepsOf(options.event);
	const read = await steps.read({ context, client, options, turn, state, now, until });
	const presentThere = toServerTime(now, client.aheadMs);
	if (startedAhead(state, presentThere)) {
		save({ ...state, cursor: presentThere });
		return null;
	}
	reportUnreadable(context, state, reader.resourceType, read.unreadable);
	const planned = steps.plan(state, read, options.filters, !saved);
	const delivery = { context, client, options, turn, deadline, save, isFresh: !saved };
	const { waiting, items } = await deliver(delivery, planned.state, planned.changes).finally(() =>
		save(planned.state),
	);
	steps.delivered?.(turn, read, waiting);
	save(steps.moveOn(planned.state, read, waiting, now));
	if (read.failure) reportFailure(context, turn, read.failure, 'ModMed');
	else if (!read.complete) reportIncomplete(context, turn);
	else turn.failures = 0;
	if (waiting.length === 0) turn.first = false;
	return items.length > 0 ? [items] : null;
}
