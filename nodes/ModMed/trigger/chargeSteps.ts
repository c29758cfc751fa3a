import { findChanges, latestStates } from '../../../domain/changes/findChanges';
import { withoutEntriesBefore, writeEntry } from '../../../domain/changes/memory';
import { searchDay } from '../../../domain/changes/searchWindow';
import { moveOn } from './plan';
import { readActivity } from './readActivity';
import type { ChargeRead } from './readCharges';
import { markRead, readChargesOf, sweep } from './readCharges';
import type { Steps } from './steps';

/** Charges posted longer ago are taken for known, and are not remembered. */
const REMEMBERED_DAYS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Charges cannot be searched by their change. So those of the patients are read who have been at
 * the practice since, and compared with what is remembered.
 */
export const chargeSteps: Steps = {
	async read(reader) {
		const activity = await readActivity(reader);
		const read = await readChargesOf(reader, activity);
		return reader.options.fullSweep ? await sweep(reader, read) : read;
	},

	/** What was posted before the activation, or was there at the first poll, has happened before. */
	plan(state, read, filters, isFirst) {
		const floor = floorOf(state.since);
		const seen = { ...state.seen };
		const readings = latestStates(read.readings).filter(
			({ id, lastUpdated }) => seen[id] !== undefined || lastUpdated >= floor,
		);
		const allOld = isFirst && state.startFrom === '';
		readings
			.filter(({ id }) => seen[id] === undefined)
			.filter(({ payload: content }) => allOld || !content.passes(filters))
			.forEach(({ id, trackedFields: parts, lastUpdated }) => {
				seen[id] = writeEntry(parts, lastUpdated);
			});
		const changes = findChanges(seen, readings, floor);
		return { state: { ...state, seen, stocked: state.stocked || read.complete }, changes };
	},

	moveOn(state, read, waiting, now) {
		const moved = moveOn(state, read, waiting, now);
		return { ...moved, seen: withoutEntriesBefore(state.seen, floorOf(state.since)) };
	},

	delivered(turn, read, waiting) {
		const subjects = waiting.map(({ state: reading }) => reading.subject);
		markRead(turn, read as ChargeRead, subjects);
	},
};

/**
 * The instant from which on a charge can be new. Postings know days only, and not in which time
 * zone, so the day before the activation counts too.
 */
function floorOf(since: string): string {
	const oldest = new Date(Date.now() - REMEMBERED_DAYS * DAY_MS).toISOString();
	return `${[searchDay(since), searchDay(oldest)].sort().at(-1)}T00:00:00.000Z`;
}
