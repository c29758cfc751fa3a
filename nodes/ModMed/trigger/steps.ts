import type { IPollFunctions } from 'n8n-workflow';

import type { Change } from '../../../domain/changes/findChanges';
import { searchesSince } from '../../../domain/changes/searchWindow';
import type { ModMedClient } from '../transport/client';
import { chargeSteps } from './chargeSteps';
import type { Content, EventName } from './eventReaders';
import { eventReaders } from './eventReaders';
import type { WindowRead } from './plan';
import { moveOn, plan } from './plan';
import { readWindow } from './readWindow';
import type { TriggerState } from './state';
import type { TriggerOptions } from './triggerOptions';
import type { TriggerRuntime } from '../../shared/polling/triggerRuntime';

export interface Reader {
	context: IPollFunctions;
	client: ModMedClient;
	options: TriggerOptions;
	turn: TriggerRuntime;
	state: TriggerState;
	now: string;
	/** Unix time in milliseconds after which nothing more is read. */
	until: number;
}

/** How a poll finds what is to be delivered, and what it keeps of it. */
export interface Steps {
	read(reader: Reader): Promise<WindowRead>;
	plan: typeof plan;
	moveOn: typeof moveOn;
	/** Told after each delivery, with what still waits. */
	delivered?(turn: TriggerRuntime, read: WindowRead, waiting: Array<Change<Content>>): void;
}

/** For everything that ModMed can search by the day of its last change. */
const changeSteps: Steps = {
	async read({ client, options, state, now, until }) {
		const searches = searchesSince(state.cursor, now);
		return await readWindow(client, eventReaders[options.event], searches, until);
	},
	plan,
	moveOn,
};

export function stepsOf(event: EventName): Steps {
	return event === 'chargePosted' ? chargeSteps : changeSteps;
}
