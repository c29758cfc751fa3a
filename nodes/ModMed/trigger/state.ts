import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Memory } from '../../../domain/changes/memory';
import { windowStart } from '../../../domain/changes/searchWindow';
import { asRecord, asText } from '../../../domain/coerce';

const VERSION = 1;

/** What a trigger keeps between polls: ids, hashes and times, nothing about a patient. */
export interface TriggerState {
	/** A hash of the practice's address: another practice has other ids. */
	practice: string;
	/** The option as it was when this memory began. */
	startFrom: string;
	/** What changed before this is taken for known when stock is taken. */
	since: string;
	/** Whether stock has been taken. Until then nothing is known of the time before. */
	stocked: boolean;
	/** Everything that changed before this has been dealt with. */
	cursor: string;
	seen: Memory;
	/** Keys of the events handed over whose execution has not been seen to succeed. */
	inFlight: string[];
	/** How often in a row an execution has not succeeded. */
	attempts: number;
	/** A mark of the last hand-over, by which a process knows its own memory. */
	lastHandOver: string;
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
		stocked: false,
		cursor: since < now ? since : now,
		seen: {},
		inFlight: [],
		attempts: 0,
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
		stocked: state.stocked === true,
		cursor: asText(state.cursor),
		seen: { ...(asRecord(state.seen) as Memory) },
		inFlight: [state.inFlight ?? []].flat().map(asText),
		attempts: Number(state.attempts) || 0,
		lastHandOver: asText(state.lastHandOver),
		unreadable: [state.unreadable ?? []].flat().map(asText),
	};
}

/**
 * Whether n8n's clock was so far ahead when the trigger began that the first window lies beyond
 * what ModMed can have written: nothing was read by then, and stock is still to be taken.
 */
export function startedAhead({ stocked, cursor }: TriggerState, presentThere: string): boolean {
	return !stocked && windowStart(presentThere) < windowStart(cursor);
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

/** Puts a state where n8n saves it. */
export function saveState(
	data: IDataObject,
	event: string,
	state: TriggerState,
	former?: IDataObject,
): void {
	data[event] = {
		version: VERSION,
		...state,
		seen: { ...state.seen },
		...(former && { former }),
	};
}

function isOf({ version, practice }: Record<string, unknown>, baseUrl: string): boolean {
	return version === VERSION && practice === practiceOf(baseUrl);
}

function practiceOf(baseUrl: string): string {
	return createHash('sha256').update(baseUrl).digest('base64url').slice(0, 8);
}
