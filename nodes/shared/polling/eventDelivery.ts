import type { INodeExecutionData } from 'n8n-workflow';

import type { Memory } from '../../../domain/changes/memory';
import type { FailedEvents } from './failedEvents';

/** What has been delivered, as it stands in a trigger's state. */
export interface DeliveryState {
	/** What has been delivered, by ID. */
	seen: Memory;
	/** Keys of the events handed over whose execution has not been seen to succeed. */
	inFlight: string[];
	/** How many executions in a row have not succeeded, for reasons that time may mend. */
	attempts: number;
	/** Events whose execution has failed while they were alone in it, by ID. */
	failed: FailedEvents;
	/** Marks the last hand-over, so that a process recognizes its own state. */
	lastHandOver: string;
}

/** The items of a batch, and what to remember once their execution has succeeded. */
export interface PreparedBatch {
	items: INodeExecutionData[];
	entries: Memory;
	keys: string[];
	subjects: string[];
}

export interface Attempt<State> {
	state: State;
	/** 1 for the first attempt. */
	attempt: number;
	/** Whether the events may have been delivered before, or are being delivered elsewhere. */
	mayBeDuplicate: boolean;
	/** Whether the event is not to be processed but recorded: a reference to it is enough. */
	setAside: boolean;
}

/** How the events of one kind of trigger are delivered. */
export interface EventDelivery<State, Event> {
	/** What the trigger reports about. Triggers with the same source report the same events. */
	source: string;
	/** Whom an event is about. Events of one subject are delivered one after the other. */
	subjectOf(event: Event): string;
	/** The event's ID, by which its failures are remembered. */
	idOf(event: Event): string;
	/** Whether an event that fails for good is set aside: the templates put it into the ledger. */
	setsAside: boolean;
	/** Turns events into items. Without items nothing is handed over. */
	prepare(events: Event[], attempt: Attempt<State>): Promise<PreparedBatch>;
	/** What an entry becomes while its event is in flight. */
	uncertain(entry: string): string;
	/** How long to wait for the end of an execution, in milliseconds. */
	executionTimeoutMs(attempts: number): number;
}
