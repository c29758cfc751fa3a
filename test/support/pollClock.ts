import { jest } from '@jest/globals';

import { resetProcessMemory } from '../../nodes/shared/processMemory';
import { FakePractice } from './fakePractice';
import { PollHarness } from './pollHarness';
import { fhirAppointment } from './practice';

const MINUTE_MS = 60_000;

/** Everything but the date keeps running: without its timers no request would be answered. */
const TIMERS = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
] as const satisfies readonly string[] as never;

/** Stops the clock at an instant. */
export function setClock(instant: string): void {
	jest.useFakeTimers({ now: new Date(instant), doNotFake: TIMERS });
}

/** Moves the stopped clock on. */
export function later(minutes: number): void {
	jest.setSystemTime(Date.now() + minutes * MINUTE_MS);
}

/** A practice without appointments, and a process that has just started, on 10 March at 15:00 UTC. */
export function startPractice(): FakePractice {
	resetProcessMemory();
	setClock('2026-03-10T15:00:00.000Z');
	return new FakePractice();
}

/** An instant of that day. */
export const at = (time: string) => `2026-03-10T${time}:00.000+00:00`;

/** Shortly before the practice starts. */
export const created = '2026-03-10T14:55:00+00:00';

/** A published trigger with one new appointment, `1`, to deliver. */
export async function pollerWithEvent(practice: FakePractice): Promise<PollHarness> {
	practice.appointments = [];
	const poller = new PollHarness();
	await poller.activate();
	practice.appointments = [fhirAppointment({ id: '1', lastUpdated: at('15:01'), created })];
	setClock('2026-03-10T15:05:00.000Z');
	return poller;
}

/** The same with a clock that runs, for tests that wait until a poll ends. */
export async function pollerWithEventNow(practice: FakePractice): Promise<PollHarness> {
	jest.useRealTimers();
	practice.appointments = [];
	const poller = new PollHarness();
	await poller.activate();
	const now = new Date().toISOString();
	practice.appointments = [fhirAppointment({ id: '1', lastUpdated: now, created: now })];
	poller.budgetMs = 1_000;
	return poller;
}

/** A new appointment of a new patient, so that nothing but the trigger itself can raise a doubt. */
export function book(practice: FakePractice, id: string): void {
	const stamp = new Date().toISOString();
	practice.appointments.push(
		fhirAppointment({ id, patient: `p${id}`, lastUpdated: stamp, created: stamp }),
	);
}

export async function published(
	prepare: (poller: PollHarness) => void = () => {},
): Promise<PollHarness> {
	const poller = new PollHarness();
	prepare(poller);
	poller.register();
	await poller.activate();
	return poller;
}
