import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { deliver } from './deliver';
import type { DeliveryState, EventDelivery } from './eventDelivery';
import type { PollWindow } from './pollExclusively';
import { pollExclusively } from './pollExclusively';
import { reportFailure, tooSlowError } from './report';
import { settle } from './startBatch';
import type { Batch, TriggerRuntime } from './triggerRuntime';

/** The part of a poll that may go into reading; the rest is for the executions. */
const READING_SHARE = 0.6;

/** What a poll has read. */
export interface ReadResult {
	/** Whether that is everything there is. */
	complete: boolean;
	/** Whether the next poll goes on where this one stopped, so that nothing needs to be reported. */
	resumes?: boolean;
	/** The error that kept the poll from reading everything. */
	failure?: unknown;
}

/** What differs from trigger to trigger, in the order in which a poll uses it. */
export interface PollParts<State extends DeliveryState, Read extends ReadResult, Event> {
	/** The node's event. n8n saves the state under this name. */
	event: string;
	/** The state as n8n saved it; undefined where there is none, or it is about something else. */
	restore(saved: unknown): State | undefined;
	/** The state of a trigger that has never polled this source. */
	begin(): State;
	/** What n8n is to save; undefined while nothing may be saved yet. */
	encode(state: State): IDataObject | undefined;
	/** @param until Unix time in milliseconds after which nothing more is read. */
	read(state: State, until: number): Promise<Read>;
	/** What to deliver, and the state with everything else taken in. No events end the poll. */
	plan(state: State, read: Read, isFresh: boolean): { state: State; events?: Event[] };
	delivery: EventDelivery<State, Event>;
	/** The state after the delivery, with the events that still wait. */
	conclude(state: State, read: Read, waiting: Event[]): Promise<State>;
}

/**
 * One poll of a trigger: reads, plans and delivers.
 * @param service Named in reports, such as `ModMed`.
 * @returns Items only on an n8n that does not report the results of executions.
 */
export async function poll<State extends DeliveryState, Read extends ReadResult, Event>(
	context: IPollFunctions,
	service: string,
	open: (runtime: TriggerRuntime, window: PollWindow) => Promise<PollParts<State, Read, Event>>,
): Promise<INodeExecutionData[][] | null> {
	return await pollExclusively(context, service, async (runtime, window) => {
		const parts = await open(runtime, window);
		const { state, isFresh, save } = restore(context, runtime, parts);
		const until = window.started + (window.deadline - window.started) * READING_SHARE;
		const read = await parts.read(state, until).finally(() => save(state));
		const { state: planned, events } = parts.plan(state, read, isFresh);
		if (events === undefined) {
			save(planned);
			return null;
		}
		const { waiting, items } = await deliver(
			{
				context,
				service,
				runtime,
				state: planned,
				isFresh,
				deadline: window.deadline,
				how: parts.delivery,
				save,
			},
			events,
		).finally(() => save(planned));
		save(await parts.conclude(planned, read, waiting).finally(() => save(planned)));
		reportRead(context, runtime, read, service);
		if (waiting.length === 0) runtime.first = false;
		return items.length > 0 ? [items] : null;
	});
}

/** The state from which a poll starts: with the outcome of the last one's execution taken in. */
function restore<State extends DeliveryState, Read extends ReadResult, Event>(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	{ event, ...parts }: PollParts<State, Read, Event>,
): { state: State; isFresh: boolean; save: (state: State) => void } {
	const data = context.getWorkflowStaticData('node');
	const restored = parts.restore(data[event] ?? runtime.memory[event]);
	const state = restored ?? parts.begin();
	const save = (latest: State) => {
		const encoded = parts.encode(latest);
		if (encoded === undefined) return;
		// n8n writes all of it into its database again whenever it is set.
		if (JSON.stringify(data[event]) !== JSON.stringify(encoded)) data[event] = encoded;
		runtime.memory = { [event]: data[event] };
	};
	if (runtime.batch) settleLate(state, runtime.batch);
	runtime.batch = undefined;
	save(state);
	return { state, isFresh: restored === undefined, save };
}

/** Takes in how the execution has ended that outlived its poll. */
function settleLate(state: DeliveryState, batch: Batch): void {
	const outcome = settle(state, batch);
	// It can no longer be split, so the next batches are small.
	if (outcome === 'failed' && batch.single === undefined) state.attempts += 1;
}

/** Reports what kept a poll from reading everything, if anything did. */
function reportRead(
	context: IPollFunctions,
	runtime: TriggerRuntime,
	{ complete, resumes = false, failure }: ReadResult,
	service: string,
): void {
	const problem =
		failure ?? (complete || resumes ? undefined : tooSlowError(context.getNode(), service));
	if (problem === undefined) runtime.failures = 0;
	else reportFailure(context, runtime, problem, service);
}
