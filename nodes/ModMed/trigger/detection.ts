import type { IPollFunctions } from 'n8n-workflow';

import type { Change, ResourceState } from '../../../domain/changes/findChanges';
import type { MemoryKey } from '../../../domain/changes/memoryKey';
import type { ReadResult } from '../../shared/polling/poll';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import type { ModMedClient } from '../transport/client';
import type { Payload } from './eventReader';
import type { TriggerState } from './state';
import type { TriggerOptions } from './triggerOptions';

/** What a poll reads with, and from where on. */
export interface ReadContext {
	context: IPollFunctions;
	client: ModMedClient;
	options: TriggerOptions;
	runtime: TriggerRuntime;
	state: TriggerState;
	memoryKey: MemoryKey;
	/** When the poll started, by n8n's clock. */
	now: string;
	/** Unix time in milliseconds after which nothing more is read. */
	until: number;
}

/** What a poll has read of a practice. */
export interface ChangesRead extends ReadResult {
	states: Array<ResourceState<Payload>>;
	/** Resources that could not be read, each as `ID@hash of its content`. */
	unreadable: string[];
	/** How far the cursor may move where only the first days were read. */
	reached?: string;
	/** How many milliseconds ModMed's clock is ahead of ours. */
	clockOffsetMs?: number;
}

/** How a poll finds what to deliver, and what it remembers of it. */
export interface ChangeDetection {
	read(inputs: ReadContext): Promise<ChangesRead>;
	/** What to deliver, and the state with everything else taken in. */
	plan(
		inputs: Pick<ReadContext, 'state' | 'options' | 'memoryKey' | 'now'>,
		read: ChangesRead,
		/** Nothing was ever read. */
		isFirst: boolean,
	): { state: TriggerState; changes: Array<Change<Payload>> };
	/** Called after each delivery with what was to be delivered, and what of it still waits. */
	delivered(
		runtime: TriggerRuntime,
		read: ChangesRead,
		changes: Array<Change<Payload>>,
		waiting: Array<Change<Payload>>,
	): void;
	/** The state after a poll, with the cursor moved as far as everything was delivered. */
	advance(
		state: TriggerState,
		read: ChangesRead,
		waiting: Array<Change<Payload>>,
		now: string,
	): TriggerState;
}
