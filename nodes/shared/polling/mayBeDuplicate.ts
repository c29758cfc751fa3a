import type { DeliveryState } from './deliverBatches';
import type { TriggerRuntime } from './triggerRuntime';
import { hasSiblingTrigger } from './triggerRuntime';

/**
 * Whether what is delivered now may have been delivered before, or be so at the same time:
 * - in another life of this process, or from another memory. There are two where a workflow was
 *   imported while it ran, and an old one comes back with a database that was restored;
 * - by an execution whose end was not seen;
 * - by another trigger that tells of the same;
 * - by a worker that goes on with what a process before this one has handed over.
 * @param source What the trigger tells of.
 * @param isFresh Nothing was remembered.
 */
export function mayBeDuplicate(
	turn: TriggerRuntime,
	progress: DeliveryState,
	{ source, isFresh, now }: { source: string; isFresh: boolean; now: number },
): boolean {
	const isOurs = progress.lastHandOver === turn.lastHandOver;
	const isShared = hasSiblingTrigger(turn, source, now);
	const isUnfinished = progress.inFlight.length > 0;
	return turn.first || isFresh || !isOurs || isUnfinished || isShared || turn.hasWorkers;
}
