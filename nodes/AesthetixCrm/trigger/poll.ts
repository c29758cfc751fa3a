import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { ContactListing } from '../../../domain/changes/contactWatch';
import { changeCandidates, setBaseline, UNCERTAIN } from '../../../domain/changes/contactWatch';
import type { EventDelivery } from '../../shared/polling/eventDelivery';
import { MAX_EXECUTION_MS } from '../../shared/polling/execution';
import type { PollParts } from '../../shared/polling/poll';
import { poll as pollTrigger } from '../../shared/polling/poll';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { createClient } from '../transport/client';
import type { EventSource } from './events';
import { prepareBatch } from './events';
import { forgetRemoved, listContacts } from './listing';
import { sample } from './sample';
import type { WatchState } from './state';
import { encodeState, freshState, savedState, watchedOf } from './state';
import { readTriggerOptions } from './triggerOptions';
import { openWatch } from './watch';

/** Looks for contacts to which something has happened, and starts executions for them. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	return await pollTrigger(
		this,
		'the CRM',
		async (runtime, { deadline }) => await open(this, runtime, deadline),
	);
}

async function open(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	deadline: number,
): Promise<PollParts<WatchState, ContactListing, string>> {
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
			const listing = await listContacts(crm, watch, until);
			isReadable = true;
			return listing;
		},
		plan(state, listing) {
			const isBaseline = !state.hasBaseline && !options.includeBefore;
			if (isBaseline) state.seen = setBaseline(state.seen, listing);
			state.hasBaseline ||= listing.complete;
			return { state, events: changeCandidates(state.seen, listing) };
		},
		delivery: deliveryOf({ crm, watch, options }, runtime),
		async conclude(state) {
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
