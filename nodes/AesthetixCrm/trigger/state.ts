import type { IDataObject } from 'n8n-workflow';

import { hashOf } from '../../../domain/changes/contactWatch';
import type { DeliveryState } from '../../shared/polling/eventDelivery';
import { readFailedEvents } from '../../shared/polling/failedEvents';
import type { CrmLocation } from '../transport/location';
import { asRecord, asText } from '../../../domain/coerce';
import type { TriggerOptions } from './triggerOptions';
import type { Watch } from './watch';

const VERSION = 1;

/** What the trigger keeps between polls: ids and hashes of contacts, nothing about a person. */
export interface WatchState extends DeliveryState {
	/** A hash of what is watched where: of anything else nothing is known. */
	watched: string;
	/** Whether this state began with contacts that had the tag or value before. */
	includeBefore: boolean;
	/** Whether all contacts have been listed once. */
	hasBaseline: boolean;
}

export function freshState(
	location: CrmLocation,
	watch: Watch,
	{ includeBefore }: TriggerOptions,
): WatchState {
	const watched = watchedOf(location, watch);
	const delivered = { seen: {}, inFlight: [], attempts: 0, failed: {}, lastHandOver: '' };
	return { watched, includeBefore, hasBaseline: false, ...delivered };
}

/** The state as it was saved. Undefined if there is none, or it is about another watch. */
export function savedState(
	saved: unknown,
	location: CrmLocation,
	watch: Watch,
	{ includeBefore }: TriggerOptions,
): WatchState | undefined {
	const state = asRecord(saved);
	const fits = state.version === VERSION && state.watched === watchedOf(location, watch);
	if (!fits || (includeBefore && state.includeBefore !== true)) return undefined;
	const seen = Object.entries(asRecord(state.seen)).map(([id, entry]) => [id, asText(entry)]);
	return {
		watched: asText(state.watched),
		includeBefore: state.includeBefore === true,
		hasBaseline: state.stocked === true,
		seen: Object.fromEntries(seen) as Record<string, string>,
		inFlight: [state.inFlight ?? []].flat().map(asText),
		attempts: Number(state.attempts) || 0,
		failed: readFailedEvents(state.failed),
		lastHandOver: asText(state.lastHandOver),
	};
}

/** What n8n is to save. */
export function encodeState({ hasBaseline, ...state }: WatchState): IDataObject {
	const failed = structuredClone(state.failed) as unknown as IDataObject;
	return { version: VERSION, ...state, stocked: hasBaseline, seen: { ...state.seen }, failed };
}

/** A hash of what is watched and where. */
export function watchedOf({ baseUrl, locationId }: CrmLocation, { id }: Watch): string {
	return hashOf(baseUrl, locationId, id);
}
