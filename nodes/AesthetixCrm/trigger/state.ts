import type { IDataObject } from 'n8n-workflow';

import { hashOf } from '../../../domain/changes/contactWatch';
import type { DeliveryState } from '../../shared/polling/deliverBatches';
import type { CrmLocation } from '../transport/location';
import { asRecord, asText } from '../../../domain/coerce';
import type { TriggerOptions } from './triggerOptions';
import type { Watch } from './watch';

const VERSION = 1;

/** What the trigger keeps between polls: ids and hashes of contacts, nothing about a person. */
export interface WatchState extends DeliveryState {
	/** A hash of what is watched where: of anything else nothing is known. */
	watched: string;
	/** Whether this memory began with what was so before. */
	includeBefore: boolean;
	/** Whether all contacts have been looked at once. */
	stocked: boolean;
}

export function freshState(
	location: CrmLocation,
	watch: Watch,
	{ includeBefore }: TriggerOptions,
): WatchState {
	const watched = watchedOf(location, watch);
	const progress = { seen: {}, inFlight: [], attempts: 0, lastHandOver: '' };
	return { watched, includeBefore, stocked: false, ...progress };
}

/** The state as it was saved. Undefined where there is none, or one of something else. */
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
		stocked: state.stocked === true,
		seen: Object.fromEntries(seen) as Record<string, string>,
		inFlight: [state.inFlight ?? []].flat().map(asText),
		attempts: Number(state.attempts) || 0,
		lastHandOver: asText(state.lastHandOver),
	};
}

/** Puts a state where n8n saves it. */
export function saveState(data: IDataObject, event: string, state: WatchState): void {
	data[event] = { version: VERSION, ...state, seen: { ...state.seen } };
}

function watchedOf({ baseUrl, locationId }: CrmLocation, { print }: Watch): string {
	return hashOf(baseUrl, locationId, print);
}
