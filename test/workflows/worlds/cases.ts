import pLimit from 'p-limit';

import { crmUnknowns } from '../../../sandbox/crm/unknowns';
import { modMedUnknowns } from '../../../sandbox/modmed/unknowns';
import type { UnknownTable } from '../../../sandbox/http/unknowns';
import { APART } from './apart';
import type { EndState } from './endState';
import { endState } from './endState';
import { NOT_IN_THE_STORY } from './notInTheStory';
import { play } from './story';
import { World } from './World';

export type Service = 'modMed' | 'crm';
/** A switch and its answer, as `name: answer`. */
export type Setting = `${string}: ${string}`;

const TABLES: Record<Service, UnknownTable> = { modMed: modMedUnknowns, crm: crmUnknowns };
const AT_ONCE = 8;

/** Each answer of each question that the story meets, but for those of the sandbox at rest. */
export function settingsOf(service: Service): Setting[] {
	return Object.entries(TABLES[service])
		.filter(([name]) => NOT_IN_THE_STORY[name] === undefined)
		.flatMap(([name, { answers }]) =>
			answers.slice(1).map((answer): Setting => `${name}: ${answer}`),
		);
}

export interface Outcome {
	state: EndState;
	/** What a second delivery wrote to the CRM. */
	again: string[];
	stateAfterwards: EndState;
	/** The questions that came up. */
	cameUp: string[];
	errors: string[];
}

/** Plays the story in worlds with these answers, some worlds at a time. */
export async function playIn(
	worlds: readonly Setting[][],
	now: Date,
): Promise<Map<string, Outcome | { failed: unknown }>> {
	const limit = pLimit(AT_ONCE);
	const outcomes = worlds.map(async (settings) => {
		const outcome = limit(async () => await playOnce(settings, now));
		return [settings.join(), await outcome.catch((failed: unknown) => ({ failed }))] as const;
	});
	return new Map(await Promise.all(outcomes));
}

/** A state without what these answers change for everybody to see. */
export function apartFrom(state: EndState, settings: readonly Setting[]): EndState {
	return settings.reduce((left, setting) => APART[setting]?.from(left) ?? left, state);
}

async function playOnce(settings: readonly Setting[], now: Date): Promise<Outcome> {
	const world = await World.begin(now);
	const { modMed, crm } = world.sandbox.unknowns;
	try {
		for (const setting of settings) {
			const [name = '', answer = ''] = setting.split(': ');
			(name in modMedUnknowns ? modMed : crm).setByText(name, answer);
		}
		await play(world, now);
		const state = endState(world);
		const again = await world.deliverAgain();
		const cameUp = [...modMed.cameUp(), ...crm.cameUp()];
		return { state, again, stateAfterwards: endState(world), cameUp, errors: world.errors };
	} finally {
		await world.end();
	}
}
