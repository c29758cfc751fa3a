import { chargesOf } from '../resources/chargeDetails';
import { chargeReader } from './chargeReader';
import type { WindowRead } from './plan';
import type { Activity } from './readActivity';
import { markOf } from './readWindow';
import type { Reader } from './steps';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';

const AT_ONCE = 3;
/** So long after a visit its charges are looked for with each poll, and later now and then. */
const FRESH_MS = 2 * 60 * 60 * 1000;
const NOW_AND_THEN_MS = 60 * 60 * 1000;
/** How far the clocks of ModMed and of n8n may be apart. */
const CLOCKS_MS = 5 * 60 * 1000;
const SWEEP_EVERY_MS = 24 * 60 * 60 * 1000;

/** What this process has read of charges, so that it does not ask for all of them all the time. */
interface Progress {
	/** When the charges of a patient were last read. */
	readAt: Map<string, number>;
	/** The page of all charges to go on with. */
	sweepPage: number;
	sweepRestsUntil: number;
}

export interface ChargeRead extends WindowRead {
	/** Whose charges were read. */
	subjects: string[];
	/** Where the sweep goes on, and 1 once it has come to the end. */
	sweptTo?: number;
}

const progresses = new WeakMap<TriggerRuntime, Progress>();

/** Reads the charges of those whose turn it is, as far as time allows. */
export async function readChargesOf(reader: Reader, activity: Activity): Promise<ChargeRead> {
	const { client, turn, until } = reader;
	const { readAt } = progressOf(turn);
	for (const patientId of readAt.keys()) {
		if (!activity.times.has(patientId)) readAt.delete(patientId);
	}
	const due = [...activity.times]
		.filter(([patientId, time]) => isDue(Date.parse(time), readAt.get(patientId)))
		.map(([patientId]) => patientId);
	const read: ChargeRead = {
		readings: [],
		unreadable: [],
		complete: false,
		reached: newestOf(activity),
		subjects: [],
	};
	for (let next = 0; next < due.length; next += AT_ONCE) {
		if (Date.now() > until) return read;
		const patients = due.slice(next, next + AT_ONCE);
		const charges = await Promise.all(patients.map(async (id) => await chargesOf(client, id)));
		charges.flat().forEach((resource) => take(read, resource, client.baseUrl));
		read.subjects.push(...patients);
	}
	return { ...read, complete: activity.complete };
}

/** Goes on through the charges of everybody where it stopped the last time. */
export async function sweep(reader: Reader, read: ChargeRead): Promise<ChargeRead> {
	const { client, turn, until } = reader;
	const { sweepPage, sweepRestsUntil } = progressOf(turn);
	if (Date.now() < sweepRestsUntil || Date.now() > until) return read;
	let page = sweepPage;
	for await (const charges of client.pages('ChargeItem', { page: String(page) })) {
		charges.forEach((resource) => take(read, resource, client.baseUrl));
		page += 1;
		if (Date.now() > until) return { ...read, sweptTo: page };
	}
	return { ...read, sweptTo: 1 };
}

/** Keeps what was read, but for those whose charges could not all be delivered. */
export function markRead(turn: TriggerRuntime, read: ChargeRead, waiting: string[]): void {
	const progress = progressOf(turn);
	for (const patientId of read.subjects) {
		if (!waiting.includes(patientId)) progress.readAt.set(patientId, Date.now());
	}
	if (read.sweptTo === undefined || waiting.length > 0) return;
	progress.sweepPage = read.sweptTo;
	if (read.sweptTo === 1) progress.sweepRestsUntil = Date.now() + SWEEP_EVERY_MS;
}

function take(read: ChargeRead, resource: unknown, base: string): void {
	const reading = chargeReader.read(resource, base);
	if (reading) read.readings.push(reading);
	else read.unreadable.push(markOf(resource));
}

function isDue(activeAt: number, readAt: number | undefined): boolean {
	if (readAt === undefined || activeAt + CLOCKS_MS > readAt) return true;
	const now = Date.now();
	return now - activeAt < FRESH_MS || now - readAt > NOW_AND_THEN_MS;
}

function newestOf({ times, reached }: Activity): string {
	return [...times.values()].reduce((a, b) => (a > b ? a : b), reached);
}

function progressOf(turn: TriggerRuntime): Progress {
	const progress = progresses.get(turn) ?? {
		readAt: new Map<string, number>(),
		sweepPage: 1,
		sweepRestsUntil: 0,
	};
	progresses.set(turn, progress);
	return progress;
}
