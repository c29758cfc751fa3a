import { compareState, findChanges, latestStates } from '../../../domain/changes/findChanges';
import { withoutEntriesBefore } from '../../../domain/changes/memory';
import { searchDay } from '../../../domain/changes/searchWindow';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';
import { chargesOf } from '../resources/chargeDetails';
import type { Activity } from './activity';
import { readActivity } from './activity';
import { advance } from './changes';
import type { ChangeDetection, ChangesRead, ReadContext } from './detection';
import { chargeReader } from './events';
import { unreadableKey } from './report';

/** Charges posted longer ago count as known, and are not remembered. */
const REMEMBERED_DAYS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

const AT_ONCE = 3;
/** For so long after a visit each poll reads its charges, and after that one poll an hour. */
const FRESH_VISIT_MS = 2 * 60 * 60 * 1000;
const LATER_READING_EVERY_MS = 60 * 60 * 1000;
/** How far the clocks of ModMed and of n8n may be apart. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60 * 1000;
const SWEEP_EVERY_MS = 24 * 60 * 60 * 1000;

/** Which charges this process has read, so that it does not read all of them in every poll. */
interface ChargeProgress {
	/** When the charges of a patient were last read. */
	readAt: Map<string, number>;
	/** The page of all charges at which the sweep continues. */
	sweepPage: number;
	nextSweepAt: number;
}

interface ChargeRead extends ChangesRead {
	/** Whose charges were read. */
	subjects: string[];
	/** The page at which the sweep continues; 1 once it is complete. */
	sweptTo?: number;
}

const progressByRuntime = new WeakMap<TriggerRuntime, ChargeProgress>();

/**
 * ModMed cannot search charges by their change. So the charges of the patients who have visited
 * since are read, and compared with what is remembered.
 */
export const chargeDetection: ChangeDetection = {
	async read(inputs) {
		const activity = await readActivity(inputs);
		const read = await readDueCharges(inputs, activity);
		return inputs.options.fullSweep ? await sweep(inputs, read) : read;
	},

	/** What was posted before the activation, or was there at the first poll, happened before. */
	plan({ state, options, memoryKey: key }, read, isFirst) {
		const floor = oldestNewPosting(state.since);
		const seen = { ...state.seen };
		const states = latestStates(read.states).filter(
			({ id, lastUpdated }) => seen[id] !== undefined || lastUpdated >= floor,
		);
		const isBaseline = isFirst && state.startFrom === '';
		const remembered = { memory: seen, key, newSince: floor };
		for (const latest of states) {
			const { result, entry } = compareState(remembered, latest);
			const isWanted = !isBaseline && latest.payload.passes(options.filters);
			if (result === 'same' || (result === 'unknown' && !isWanted)) seen[latest.id] = entry;
		}
		const changes = findChanges(remembered, states);
		return { state: { ...state, seen, hasBaseline: state.hasBaseline || read.complete }, changes };
	},

	delivered(runtime, read, _changes, waiting) {
		const subjects = waiting.map(({ state }) => state.subject);
		markRead(runtime, read as ChargeRead, subjects);
	},

	advance(state, read, waiting, now) {
		const seen = withoutEntriesBefore(state.seen, oldestNewPosting(state.since));
		const oldest = waiting.map((change) => change.state.lastUpdated).sort()[0] ?? '';
		return { ...advance(state, read, oldest, now), seen };
	},
};

/**
 * The instant from which on a charge can be new. ModMed gives the day of a posting only, and not
 * in which time zone, so the day before the activation counts too.
 */
function oldestNewPosting(since: string): string {
	const oldest = new Date(Date.now() - REMEMBERED_DAYS * DAY_MS).toISOString();
	return `${[searchDay(since), searchDay(oldest)].sort().at(-1)}T00:00:00.000Z`;
}

/** Reads the charges of the patients that are due, as far as time allows. */
async function readDueCharges(inputs: ReadContext, activity: Activity): Promise<ChargeRead> {
	const { client, runtime, until } = inputs;
	const { readAt } = progressOf(runtime);
	for (const patientId of readAt.keys()) {
		if (!activity.times.has(patientId)) readAt.delete(patientId);
	}
	const due = [...activity.times]
		.filter(([patientId, time]) => isDue(Date.parse(time), readAt.get(patientId)))
		.map(([patientId]) => patientId);
	const read: ChargeRead = {
		states: [],
		unreadable: [],
		complete: false,
		reached: newestOf(activity),
		subjects: [],
	};
	for (let next = 0; next < due.length; next += AT_ONCE) {
		if (Date.now() > until) return read;
		const patients = due.slice(next, next + AT_ONCE);
		const charges = await Promise.all(patients.map(async (id) => await chargesOf(client, id)));
		addCharges(read, charges.flat(), client.baseUrl);
		read.subjects.push(...patients);
	}
	return { ...read, complete: activity.complete };
}

/** Continues reading the charges of all patients where the last poll stopped. */
async function sweep(inputs: ReadContext, read: ChargeRead): Promise<ChargeRead> {
	const { client, runtime, until } = inputs;
	const { sweepPage, nextSweepAt } = progressOf(runtime);
	if (Date.now() < nextSweepAt || Date.now() > until) return read;
	let page = sweepPage;
	for await (const charges of client.pages('ChargeItem', { page: String(page) })) {
		addCharges(read, charges, client.baseUrl);
		page += 1;
		if (Date.now() > until) return { ...read, sweptTo: page };
	}
	return { ...read, sweptTo: 1 };
}

/** Notes what was read, except for patients some of whose charges still wait. */
function markRead(runtime: TriggerRuntime, read: ChargeRead, waiting: string[]): void {
	const progress = progressOf(runtime);
	for (const patientId of read.subjects) {
		if (!waiting.includes(patientId)) progress.readAt.set(patientId, Date.now());
	}
	if (read.sweptTo === undefined || waiting.length > 0) return;
	progress.sweepPage = read.sweptTo;
	if (read.sweptTo === 1) progress.nextSweepAt = Date.now() + SWEEP_EVERY_MS;
}

function isDue(activeAt: number, readAt: number | undefined): boolean {
	if (readAt === undefined || activeAt + MAX_CLOCK_DIFFERENCE_MS > readAt) return true;
	const now = Date.now();
	return now - activeAt < FRESH_VISIT_MS || now - readAt > LATER_READING_EVERY_MS;
}

function newestOf({ times, reached }: Activity): string {
	return [...times.values()].reduce((a, b) => (a > b ? a : b), reached);
}

function progressOf(runtime: TriggerRuntime): ChargeProgress {
	const progress = progressByRuntime.get(runtime) ?? {
		readAt: new Map<string, number>(),
		sweepPage: 1,
		nextSweepAt: 0,
	};
	progressByRuntime.set(runtime, progress);
	return progress;
}

/** Adds charges to what was read, or to what could not be read. */
function addCharges(read: ChargeRead, charges: unknown[], base: string): void {
	for (const resource of charges) {
		const state = chargeReader.read(resource, base);
		if (state) read.states.push(state);
		else read.unreadable.push(unreadableKey(resource));
	}
}
