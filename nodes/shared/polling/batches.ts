import { batchBySubject } from '../../../domain/changes/batchBySubject';
import type { DeliveryState, EventDelivery } from './eventDelivery';
import { mustWait } from './failedEvents';

const BATCH_SIZE = 50;
const SHRINK_BY = 8;

/** Events to be handed over together. */
export interface BatchToDeliver<Event> {
	events: Event[];
	/** 1 for the first attempt. */
	attempt: number;
}

interface Group<Event> {
	events: Event[];
	/** Most events in a batch. */
	size: number;
	attemptOf: (event: Event) => number;
}

/** The events that are still to be tried in a poll, in the order in which they are tried. */
export interface Queue<Event> {
	groups: Array<Group<Event>>;
	/** Nothing more is delivered of these subjects in this poll, so that their order is kept. */
	blocked: Set<string>;
	subjectOf: (event: Event) => string;
}

/**
 * Events that have failed go last and alone, with all others of their subject, so that they hold up
 * nobody. After a failure that time may mend batches are small, in case it lies with one event.
 */
export function groupEvents<Event>(
	events: Event[],
	{ attempts, failed }: DeliveryState,
	{ subjectOf, idOf }: Pick<EventDelivery<never, Event>, 'subjectOf' | 'idOf'>,
): Queue<Event> {
	const failedSubjects = new Set(events.filter((event) => failed[idOf(event)]).map(subjectOf));
	const isFailed = (event: Event) => failedSubjects.has(subjectOf(event));
	const blocked = events.filter((event) => mustWait(failed[idOf(event)]));
	return {
		groups: [
			{
				events: events.filter((event) => !isFailed(event)),
				size: smaller(BATCH_SIZE, attempts),
				attemptOf: () => attempts + 1,
			},
			{
				events: events.filter(isFailed),
				size: 1,
				attemptOf: (event) => (failed[idOf(event)]?.attempts ?? 0) + 1,
			},
		],
		blocked: new Set(blocked.map(subjectOf)),
		subjectOf,
	};
}

/** Takes the next batch out of the queue: at most one event of a subject, in their order. */
export function nextBatch<Event>(queue: Queue<Event>): BatchToDeliver<Event> | undefined {
	const { groups, blocked, subjectOf } = queue;
	for (let group = groups[0]; group; group = groups[0]) {
		group.events = group.events.filter((event) => !blocked.has(subjectOf(event)));
		const [events] = batchBySubject(group.events, subjectOf, group.size);
		if (events?.[0] !== undefined) {
			const taken = new Set(events);
			group.events = group.events.filter((event) => !taken.has(event));
			return { events, attempt: group.attemptOf(events[0]) };
		}
		groups.shift();
	}
	return undefined;
}

/** Tries the events of a batch once more and at once, in smaller batches. */
export function splitBatch<Event>(
	{ groups }: Queue<Event>,
	{ events, attempt }: BatchToDeliver<Event>,
): void {
	groups.unshift({ events, size: smaller(events.length, 1), attemptOf: () => attempt + 1 });
}

function smaller(size: number, times: number): number {
	return Math.max(1, Math.floor(size / SHRINK_BY ** times));
}
