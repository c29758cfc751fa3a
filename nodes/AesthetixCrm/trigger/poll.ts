import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { UNCERTAIN } from '../../../domain/changes/contactWatch';
import type { EventDelivery } from '../../shared/polling/eventDelivery';
import { MAX_EXECUTION_MS } from '../../shared/polling/execution';
import type { PollParts } from '../../shared/polling/poll';
import { poll as pollTrigger } from '../../shared/polling/poll';
import type { PollWindow } from '../../shared/polling/pollExclusively';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { createClient } from '../transport/client';
import type { EventSource } from './events';
import { prepareBatch } from './events';
import type { PollListing } from './listing';
import { candidatesOf, forgetRemoved, keepWaiting, listContacts } from './listing';
import { sample } from './sample';
import type { WatchState } from './state';
import { encodeState, freshState, savedState, watchedOf } from './state';
import { readTriggerOptions } from './triggerOptions';
import { openWatch } from './watch';

const LISTED_EVERY_MS = 60 * 60 * 1000;

/** Looks for contacts to which something has happened, and starts executions for them. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	return await pollTrigger(
		this,
		'the CRM',
		async (runtime, window) => await open(this, runtime, window),
	);
}

async function open(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	{ started, deadline }: PollWindow,
): Promise<PollParts<WatchState, PollListing, string>> {
	const options = readTriggerOptions(context);
	const crm = await createClient(context, deadline);
	const watch = await openWatch(crm, options);
	// Nothing is saved of a location that cannot be read: its ID may be a typing error.
	let isReadable = false;
	return {
		event: options.event,
		restore(saved) {
			const state = savedState(saved, crm.location, watch, options);
			isReadable = state !== undefined;
			return state;
		},
		begin: () => freshState(crm.location, watch, options),
		encode: (state) => (isReadable ? encodeState(state) : undefined),
		async read(state, until) {
			await forgetRemoved(crm, watch, state);
			const listing = await listContacts({ crm, watch, runtime }, state, until);
			isReadable = true;
			return listing;
		},
		plan(state, listing) {
			noteListed(state, listing, started);
			return { state, events: candidatesOf(state, listing) };
		},
		delivery: deliveryOf({ crm, watch, options }, runtime),
		async conclude(state, listing, waiting) {
			keepWaiting(runtime, listing, waiting);
			await forgetRemoved(crm, watch, state);
			return state;
		},
	};
}

function deliveryOf(
	source: EventSource,
	runtime: TriggerRuntime,
): EventDelivery<WatchState, string> {
	return {
		source: watchedOf(source.crm.location, source.watch),
		subjectOf: (contactId) => contactId,
		idOf: (contactId) => contactId,
		setsAside: false,
		prepare: async (contactIds, attempt) =>
			await prepareBatch(source, runtime, contactIds, attempt),
		uncertain: () => UNCERTAIN,
		// The execution may create a patient in ModMed: none that is still queued is repeated.
		executionTimeoutMs: () => MAX_EXECUTION_MS,
	};
}

/**
 * Notes when the contacts were listed. Once an hour is enough: all that the state holds is saved
 * with it.
 */
function noteListed(state: WatchState, { all, pass }: PollListing, started: number): void {
	const isDue = !state.hasBaseline || pass.startedAt - state.listedAt > LISTED_EVERY_MS;
	if (all !== undefined && isDue) state.listedAt = pass.startedAt;
	else if (state.listedAt === 0) state.listedAt = started;
	state.hasBaseline ||= all !== undefined;
}
