import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { changeCandidates, setBaseline } from '../../../domain/changes/contactWatch';
import { settle } from '../../shared/polling/deliverBatches';
import type { PollWindow } from '../../shared/polling/pollExclusively';
import { pollExclusively } from '../../shared/polling/pollExclusively';
import { reportFailure } from '../../shared/polling/report';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { createClient } from '../transport/client';
import { deliver } from './deliver';
import { forgetGone } from './forgetGone';
import { listContacts } from './listContacts';
import { sample } from './sample';
import { freshState, savedState, saveState } from './state';
import { readTriggerOptions } from './triggerOptions';
import { openWatch } from './watch';

/** The part of a poll that may go into the search; the rest is for the executions. */
const READING_SHARE = 0.6;

export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	const once = async (turn: TriggerRuntime, span: PollWindow) => await pollOnce(this, turn, span);
	return await pollExclusively(this, 'the CRM', once);
}

async function pollOnce(
	context: IPollFunctions,
	turn: TriggerRuntime,
	{ started, deadline }: PollWindow,
): Promise<INodeExecutionData[][] | null> {
	const options = readTriggerOptions(context);
	const crm = await createClient(context, deadline);
	const watch = await openWatch(crm, options);
	const data = context.getWorkflowStaticData('node');
	const known = data[options.event] ?? turn.memory[options.event];
	const saved = savedState(known, crm.location, watch, options);
	const state = saved ?? freshState(crm.location, watch, options);
	// Of a location that cannot be read nothing is kept: its ID may be a slip that is corrected.
	let isRead = saved !== undefined;
	const save = () => {
		if (!isRead) return;
		saveState(data, options.event, state);
		turn.memory = { [options.event]: data[options.event] };
	};
	if (turn.batch) settle(state, turn.batch);
	turn.batch = undefined;
	save();

	await forgetGone(crm, watch, state).finally(save);
	const until = started + (deadline - started) * READING_SHARE;
	const listing = await listContacts(crm, watch, until);
	isRead = true;
	if (!state.stocked && !options.includeBefore) state.seen = setBaseline(state.seen, listing);
	state.stocked ||= listing.complete;
	save();

	const delivery = { context, crm, watch, options, turn, deadline, state, save, isFresh: !saved };
	const { waiting, items } = await deliver(delivery, changeCandidates(state.seen, listing)).finally(
		save,
	);
	await forgetGone(crm, watch, state).finally(save);
	if (!listing.complete) reportIncomplete(context, turn);
	else turn.failures = 0;
	if (waiting.length === 0) turn.first = false;
	return items.length > 0 ? [items] : null;
}

/** Not all contacts could be looked through in the time a poll has. */
function reportIncomplete(context: IPollFunctions, turn: TriggerRuntime): void {
	const message = 'The CRM answers too slowly to look through all contacts in one poll';
	const description = 'What was found has been delivered. The next poll looks again.';
	const error = new NodeApiError(context.getNode(), { message }, { message, description });
	error.context.transient = true;
	reportFailure(context, turn, error, 'the CRM');
}
