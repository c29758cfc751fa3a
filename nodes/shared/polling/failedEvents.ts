import { asRecord, asText } from '../../../domain/coerce';

/** What is known of an event whose execution has failed while it was alone in it. */
export interface FailedEvent {
	/** How many executions have failed. */
	attempts: number;
	/** How many of them failed for a reason that time does not mend. */
	lastingFailures: number;
	/** The last of those reasons. */
	reason: string;
	/** Unix time in milliseconds before which it is not delivered again. */
	retryAt: number;
}

/** By the event's ID. n8n saves it with the trigger's state. */
export type FailedEvents = Record<string, FailedEvent>;

/** After so many failures that time does not mend, an event is set aside. */
export const MAX_LASTING_FAILURES = 3;

const MAX_REMEMBERED = 100;
const MAX_REASON_LENGTH = 300;
const FIRST_WAIT_MS = 5 * 60 * 1000;
const MAX_WAIT_MS = 60 * 60 * 1000;

/**
 * Notes that the execution of one event alone has failed.
 * @param reason Why it would fail again; undefined where time may mend it.
 */
export function noteFailure(failed: FailedEvents, id: string, reason: string | undefined): void {
	const known = failed[id] ?? { attempts: 0, lastingFailures: 0, reason: '', retryAt: 0 };
	const lastingFailures = known.lastingFailures + (reason === undefined ? 0 : 1);
	delete failed[id];
	failed[id] = {
		attempts: known.attempts + 1,
		lastingFailures,
		reason: (reason ?? known.reason).slice(0, MAX_REASON_LENGTH),
		retryAt: Date.now() + waitMs(lastingFailures),
	};
	for (const oldest of Object.keys(failed).slice(0, -MAX_REMEMBERED)) delete failed[oldest];
}

/** Every poll tries again until the event is set aside. Where that fails too, it waits longer. */
function waitMs(lastingFailures: number): number {
	const beyond = lastingFailures - MAX_LASTING_FAILURES;
	return beyond <= 0 ? 0 : Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** beyond);
}

/** Whether it is too early to deliver an event again. A clock set back makes nobody wait longer. */
export function mustWait(event: FailedEvent | undefined, now = Date.now()): boolean {
	if (event === undefined) return false;
	const left = event.retryAt - now;
	return left > 0 && left <= waitMs(event.lastingFailures);
}

export function isToBeSetAside(event: FailedEvent | undefined): event is FailedEvent {
	return event !== undefined && event.lastingFailures >= MAX_LASTING_FAILURES;
}

/** The failed events as n8n saved them. */
export function readFailedEvents(saved: unknown): FailedEvents {
	const events = Object.entries(asRecord(saved)).map(([id, value]): [string, FailedEvent] => {
		const { attempts, lastingFailures, reason, retryAt } = asRecord(value);
		return [
			id,
			{
				attempts: Number(attempts) || 0,
				lastingFailures: Number(lastingFailures) || 0,
				reason: asText(reason),
				retryAt: Number(retryAt) || 0,
			},
		];
	});
	return Object.fromEntries(events);
}

/** Those that still wait. */
export function onlyWaiting(failed: FailedEvents, waitingIds: ReadonlySet<string>): FailedEvents {
	return Object.fromEntries(Object.entries(failed).filter(([id]) => waitingIds.has(id)));
}
