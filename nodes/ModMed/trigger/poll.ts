import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Change } from '../../../domain/changes/findChanges';
import { uncertainEntry } from '../../../domain/changes/memory';
import type { MemoryKey } from '../../../domain/changes/memoryKey';
import { memoryKey } from '../../../domain/changes/memoryKey';
import { toServerTime } from '../../../domain/changes/searchWindow';
import type { EventDelivery } from '../../shared/polling/eventDelivery';
import { executionTimeoutFor } from '../../shared/polling/execution';
import type { PollParts } from '../../shared/polling/poll';
import { poll as pollTrigger } from '../../shared/polling/poll';
import type { PollWindow } from '../../shared/polling/pollExclusively';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { secretKey } from '../../shared/secretKey';
import type { ModMedClient } from '../transport/client';
import { createClient } from '../transport/client';
import { INTERACTIVE_RETRY } from '../transport/retry';
import { CREDENTIAL, secretsOf } from '../transport/settings';
import { changeDetection } from './changes';
import { chargeDetection } from './charges';
import type { ChangesRead } from './detection';
import type { Payload } from './eventReader';
import { eventReaders } from './events';
import { prepareBatch } from './items';
import { reportUnreadable } from './report';
import { sample } from './sample';
import type { TriggerState } from './state';
import { encodeState, formerState, freshState, savedState, startedAhead } from './state';
import type { TriggerOptions } from './triggerOptions';
import { readTriggerOptions } from './triggerOptions';

/** Reads what has changed at the practice, and starts executions for it. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await sample.call(this);
	return await pollTrigger(
		this,
		'ModMed',
		async (runtime, window) => await open(this, runtime, window),
	);
}

async function open(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	{ started, deadline }: PollWindow,
): Promise<PollParts<TriggerState, ChangesRead, Change<Payload>>> {
	const options = readTriggerOptions(context);
	const client = await createClient(context, { ...INTERACTIVE_RETRY, deadline });
	const detection = options.event === 'chargePosted' ? chargeDetection : changeDetection;
	const now = new Date(started).toISOString();
	const key = await memoryKeyOf(context);
	const inputs = { context, client, options, runtime, memoryKey: key, now };
	let changes: Array<Change<Payload>> = [];
	// The state of another practice is kept until this one has been read.
	let former: IDataObject | undefined;
	return {
		event: options.event,
		restore(saved) {
			former = formerState(saved, client.baseUrl);
			return savedState(saved, client.baseUrl, options.startFrom);
		},
		// Saved before anything is read: events count from the activation on, even if reading fails.
		begin: () => freshState(client.baseUrl, options.startFrom, now),
		encode: (state) => encodeState(state, former),
		read: async (state, until) => await detection.read({ ...inputs, state, until }),
		plan(state, read, isFresh) {
			former = undefined;
			const serverNow = toServerTime(now, client.clockOffsetMs);
			if (startedAhead(state, serverNow)) return { state: { ...state, cursor: serverNow } };
			const { resourceType } = eventReaders[options.event];
			reportUnreadable(context, state, resourceType, read.unreadable);
			const planned = detection.plan({ ...inputs, state }, read, isFresh);
			changes = planned.changes;
			return { state: planned.state, events: changes };
		},
		delivery: deliveryOf(context, runtime, client, options),
		async conclude(state, read, waiting) {
			detection.delivered(runtime, read, changes, waiting);
			return await Promise.resolve(detection.advance(state, read, waiting, now));
		},
	};
}

async function memoryKeyOf(context: IPollFunctions): Promise<MemoryKey> {
	const secrets = secretsOf(await context.getCredentials(CREDENTIAL));
	return memoryKey(secretKey(secrets, 'trigger memory'));
}

function deliveryOf(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	client: ModMedClient,
	options: TriggerOptions,
): EventDelivery<TriggerState, Change<Payload>> {
	const items = { node: context.getNode(), client, options };
	return {
		source: `${client.baseUrl} ${options.event}`,
		subjectOf: ({ state }) => state.subject,
		idOf: ({ key }) => key,
		setsAside: true,
		prepare: async (changes, attempt) => await prepareBatch(items, runtime, changes, attempt),
		uncertain: uncertainEntry,
		executionTimeoutMs: (attempts) => executionTimeoutFor(context, attempts),
	};
}
