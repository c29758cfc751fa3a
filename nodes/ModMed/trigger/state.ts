import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Memory } from '../../../domain/changes/memory';
import type { Watermark } from '../../../domain/changes/watermark';
import { windowStart } from '../../../domain/changes/searchWindow';
import { asRecord, asText } from '../../../domain/coerce';
import type { DeliveryState } from '../../shared/polling/eventDelivery';
import { readFailedEvents } from '../../shared/polling/failedEvents';

const VERSION = 1;

/** What a trigger keeps between polls: ids, hashes and times, nothing about a patient. */
export interface TriggerState extends DeliveryState {
	/** A hash of the practice's address: another practice has other ids. */
	practice: string;
	/** The option as it was when this memory began. */
	startFrom: string;
	/** What changed before this is part of the baseline. */
	since: string;
	/** Whether the baseline is set. Until then nothing is known of the time before. */
	hasBaseline: boolean;
	/** Everything that changed before this has been dealt with. */
	cursor: string;
	/** Every change up to this one has been dealt with, where there were too many to remember. */
	watermark?: Watermark;
	/** What could not be read and has been reported. */
	unreadable: string[];
}

/** A trigger that has never polled this practice. */
export function freshState(baseUrl: string, startFrom: string, now: string): TriggerState {
	const since = startFrom || now;
	return {
		practice: practiceOf(baseUrl),
		startFrom,
		since,
		hasBaseline: false,
		cursor: since < now ? since : now,
		seen: {},
		inFlight: [],
		attempts: 0,
		failed: {},
		lastHandOver: '',
		unreadable: [],
	};
}

/**
 * The state as it was saved. Undefined where there is none, or one of another practice, another
 * 'Start From' or another version of the trigger.
 */
export function savedState(
	saved: unknown,
	baseUrl: string,
	startFrom: string,
): TriggerState | undefined {
	const { former, ...own } = asRecord(saved);
	const state = [own, asRecord(former)].find((kept) => isOf(kept, baseUrl));
	if (!state || (startFrom !== '' && startFrom !== state.startFrom)) return undefined;
	return {
		practice: asText(state.practice),
		startFrom: asText(state.startFrom),
		since: asText(state.since),
		hasBaseline: state.stocked === true,
		cursor: asText(state.cursor),
		seen: { ...(asRecord(state.seen) as Memory) },
		inFlight: [state.inFlight ?? []].flat().map(asText),
		attempts: Number(state.attempts) || 0,
		failed: readFailedEvents(state.failed),
		lastHandOver: asText(state.lastHandOver),
		watermark: readWatermark(state.watermark),
		unreadable: [state.unreadable ?? []].flat().map(asText),
	};
}

/**
 * Whether n8n's clock was so far ahead when the trigger began that the first window lies beyond
 * what ModMed can have written: nothing has been read yet, and the baseline is still to be set.
 */
export function startedAhead({ hasBaseline, cursor }: TriggerState, serverNow: string): boolean {
	return !hasBaseline && windowStart(serverNow) < windowStart(cursor);
}

/**
 * What is kept of another practice until this one has been read: an address that was entered by
 * mistake, and is corrected, shall not cost what happened meanwhile.
 */
export function formerState(saved: unknown, baseUrl: string): IDataObject | undefined {
	const { former, ...own } = asRecord(saved) as IDataObject;
	if (isOf(own, baseUrl)) return former as IDataObject | undefined;
	if (isOf(asRecord(former), baseUrl)) return undefined;
	return (former as IDataObject | undefined) ?? (own.practice ? own : undefined);
}

/** What n8n is to save. */
export function encodeState(
	{ hasBaseline, watermark, ...state }: TriggerState,
	former?: IDataObject,
): IDataObject {
	return {
		version: VERSION,
		...state,
		stocked: hasBaseline,
		seen: { ...state.seen },
		failed: structuredClone(state.failed) as unknown as IDataObject,
		...(watermark && { watermark: { ...watermark } }),
		...(former && { former }),
	};
}

function readWatermark(saved: unknown): Watermark | undefined {
	const { changedAt, id } = asRecord(saved);
	return typeof changedAt === 'number' ? { changedAt, id: asText(id) } : undefined;
}

function isOf({ version, practice }: Record<string, unknown>, baseUrl: string): boolean {
	return version === VERSION && practice === practiceOf(baseUrl);
}

function practiceOf(baseUrl: string): string {
	return createHash('sha256').update(baseUrl).digest('base64url').slice(0, 8);
}
