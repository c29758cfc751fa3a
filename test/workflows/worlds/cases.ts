import pLimit from 'p-limit';

import { crmUnknowns } from '../../../sandbox/crm/unknowns';
import { modMedUnknowns } from '../../../sandbox/modmed/unknowns';
import type { UnknownTable } from '../../../sandbox/http/unknowns';
import type { EndState } from './endState';
import { endState } from './endState';
import { UNCOVERED_UNKNOWNS } from './uncoveredUnknowns';
import { play } from './story';
import { World } from './World';

type Service = 'modMed' | 'crm';
/** A switch and its answer, as `name: answer`. */
export type Setting = `${string}: ${string}`;

const TABLES: Record<Service, UnknownTable> = { modMed: modMedUnknowns, crm: crmUnknowns };
const AT_ONCE = 4;

/** Answers that could get in each other's way. */
const TOGETHER: Setting[][] = [
	['clearedBy: nullOnly', 'badCustomValue: dropped'],
	['dateWriteForm: midnight', 'badCustomValue: dropped', 'dateReadFormat: epochMs'],
	['dateWriteForm: midnight', 'updateAnswer: succeededOnly'],
	['customFieldsOnUpdate: replaced', 'updateAnswer: succeededOnly'],
	['customFieldsOnUpdate: replaced', 'updateAnswer: fieldsSent', 'dateReadFormat: epochMs'],
	['customFieldFilterSupported: rejected', 'duplicateReturnsCustomFields: no', 'nobodyFound: 404'],
	['rescheduleMakesNew: cancelThenNew', 'cancelledInLastUpdated: hidden'],
	['patientCreateAnswer: nothing', 'phoneSearchFormat: asStored', 'familyCase: sensitive'],
	['lostTokenStatus: 403', 'lostTokenBody: empty', 'legacyTokenLifetime: minute'],
];

/** Each answer of each question that the story meets, but for those of the sandbox at rest. */
export function allSettings(): Setting[] {
	return Object.keys(TABLES).flatMap((service) => settingsOf(service as Service));
}

/**
 * The worlds to play: one answer of each service at a time, since the two know nothing of each
 * other, and some answers of one service together. The first is the sandbox at rest.
 */
export function worldsToPlay(): Setting[][] {
	const [ofModMed, ofCrm] = [settingsOf('modMed'), settingsOf('crm')];
	const length = Math.max(ofModMed.length, ofCrm.length);
	const pairs = Array.from({ length }, (_, index) =>
		[ofModMed[index], ofCrm[index]].filter((setting) => setting !== undefined),
	);
	return [[], ...pairs, ...TOGETHER];
}

function settingsOf(service: Service): Setting[] {
	return Object.entries(TABLES[service])
		.filter(([name]) => UNCOVERED_UNKNOWNS[name] === undefined)
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
