import type { IDataObject } from 'n8n-workflow';

import type { WatchedContacts } from '../../../domain/changes/contactWatch';
import {
	formatWatched,
	hashOf,
	parseWatched,
	withoutMarks,
} from '../../../domain/changes/contactWatch';
import { asRecord, asText } from '../../../domain/coerce';
import type { DeliveryState } from '../../shared/polling/eventDelivery';
import { readFailedEvents } from '../../shared/polling/failedEvents';
import type { CrmLocation } from '../transport/location';
import type { TriggerOptions } from './triggerOptions';
import type { Watch } from './watch';

const VERSION = 2;
/** Kept an object of the contacts, with marks that no key was needed for. */
const FORMER_VERSION = 1;

/** What the trigger keeps between polls: IDs and marks of contacts, nothing about a person. */
export interface WatchState extends DeliveryState {
	/** A hash of what is watched where: of anything else nothing is known. */
	watched: string;
	/** Tells the key of the marks from another. */
	keyId: string;
	/** Whether this state began with contacts that had the tag or value before. */
	includeBefore: boolean;
	/** Whether all contacts have been listed once. */
	hasBaseline: boolean;
	/**
	 * Unix milliseconds at or before the time at which the contacts were last listed from the first
	 * to the last; until then, when that was begun. 0 in the first poll.
	 */
	listedAt: number;
}

export function freshState(
	location: CrmLocation,
	watch: Watch,
	{ includeBefore }: TriggerOptions,
): WatchState {
	const delivered = { seen: {}, inFlight: [], attempts: 0, failed: {}, lastHandOver: '' };
	return {
		watched: watchedOf(location, watch),
		keyId: watch.keyId,
		includeBefore,
		hasBaseline: false,
		listedAt: 0,
		...delivered,
	};
}

/** The state as it was saved. Undefined if there is none, or it is about another watch. */
export function savedState(
	saved: unknown,
	location: CrmLocation,
	watch: Watch,
	{ includeBefore }: TriggerOptions,
): WatchState | undefined {
	const state = asRecord(saved);
	const isReadable = state.version === VERSION || state.version === FORMER_VERSION;
	const fits = isReadable && state.watched === watchedOf(location, watch);
	if (!fits || (includeBefore && state.includeBefore !== true)) return undefined;
	const seen = savedContacts(state.seen);
	const hasSameKey = state.version === FORMER_VERSION || state.keyId === watch.keyId;
	return {
		watched: asText(state.watched),
		keyId: watch.keyId,
		includeBefore: state.includeBefore === true,
		hasBaseline: state.stocked === true,
		listedAt: Number(state.listedAt) || 0,
		seen: hasSameKey ? seen : withoutMarks(seen),
		inFlight: [state.inFlight ?? []].flat().map(asText),
		attempts: Number(state.attempts) || 0,
		failed: readFailedEvents(state.failed),
		lastHandOver: asText(state.lastHandOver),
	};
}

function savedContacts(saved: unknown): WatchedContacts {
	if (typeof saved === 'string') return parseWatched(saved);
	const entries = Object.entries(asRecord(saved)).map(([id, entry]) => [id, asText(entry)]);
	return Object.fromEntries(entries) as WatchedContacts;
}

/** What n8n is to save. */
export function encodeState({ hasBaseline, ...state }: WatchState): IDataObject {
	const failed = structuredClone(state.failed) as unknown as IDataObject;
	const seen = formatWatched(state.seen);
	return { version: VERSION, ...state, stocked: hasBaseline, seen, failed };
}

/** A hash of what is watched and where. */
export function watchedOf({ baseUrl, locationId }: CrmLocation, { id }: Watch): string {
	return hashOf(baseUrl, locationId, id);
}
