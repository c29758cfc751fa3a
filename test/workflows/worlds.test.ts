import { beforeAll, describe, expect, test } from '@jest/globals';

import { crmUnknowns } from '../../sandbox/crm/unknowns';
import { modMedUnknowns } from '../../sandbox/modmed/unknowns';
import { EXPECTED_DIFFERENCES } from './worlds/expectedDifferences';
import type { Outcome, Setting } from './worlds/cases';
import { allSettings, playIn, worldsToPlay } from './worlds/cases';
import type { EndState } from './worlds/endState';
import { UNCOVERED_UNKNOWNS } from './worlds/uncoveredUnknowns';

const worlds = worldsToPlay();
const LIKELIEST: Setting[] = [];
let outcomes: Map<string, Outcome | { failed: unknown }>;

/** All worlds are played first, several at a time. */
beforeAll(async () => {
	outcomes = await playIn(worlds, new Date());
}, 1_200_000);

function outcomeOf(world: Setting[]): Outcome {
	const outcome = outcomes.get(world.join());
	if (outcome && 'state' in outcome) return outcome;
	throw outcome?.failed ?? new Error('This world was not played');
}

/** A state without what these answers change for everybody to see. */
function apartFrom(state: EndState, world: Setting[]): EndState {
	return world.reduce((left, setting) => EXPECTED_DIFFERENCES[setting]?.from(left) ?? left, state);
}

describe.each(worlds.slice(1).map((world) => ({ named: world.join(', '), world })))(
	'$named',
	({ world }) => {
		test('ends as the likeliest world does', () => {
			const { state, errors } = outcomeOf(world);
			const likeliest = outcomeOf(LIKELIEST);
			// A key or a login that is wrong is told, though not each answer tells which of them it is.
			expect(errors).toHaveLength(likeliest.errors.length);
			for (const error of errors) expect(error).toContain('login');
			expect(apartFrom(state, world)).toEqual(apartFrom(likeliest.state, world));
		});

		test('changes nothing when everything is delivered again', () => {
			const { state, again, stateAfterwards } = outcomeOf(world);
			if (!world.some((setting) => EXPECTED_DIFFERENCES[setting]?.triesAgain))
				expect(again).toEqual([]);
			expect(stateAfterwards.contacts).toEqual(state.contacts);
		});
	},
);

describe('The story', () => {
	test('ends as ModMed calls for', () => {
		const { state, again } = outcomeOf(LIKELIEST);
		const { contacts, patients, waiting } = state;
		const { 'Ada Consult': ada, 'Ben Newcomer': ben, 'Cleo Deleted': cleo } = contacts;
		expect(Object.keys(contacts)).toHaveLength(5);
		expect([patients, waiting, again]).toEqual([5, {}, []]);
		expect(ada).toMatchObject({
			dateOfBirth: '1985-04-21',
			tags: ['patient'],
			stages: ['Surgical Pipeline: Consult Complete'],
			fields: {
				'Favourite Colour': 'green',
				'ModMed Appt Status': 'Checked-Out',
				'Patient Lifetime Value': 130.75,
			},
		});
		expect(ada?.fields).not.toHaveProperty('Next Visit Date');
		expect(ada?.notes).toHaveLength(10);
		expect(ben).toMatchObject({ gender: 'male', tags: ['cancel/no-show'] });
		expect(ben?.fields).not.toHaveProperty('Next Visit Date');
		expect(cleo).toMatchObject({ stages: ['Non-Surgical Pipeline: Booked'] });
		expect(cleo?.fields).toHaveProperty('Next Visit Date');
		expect(contacts['Dora Created']).toMatchObject({ tags: [], fields: { Gender: 'female' } });
		expect(contacts['Dora Created']?.fields).toHaveProperty('ModMed Patient ID');
		expect(contacts['Otto Onlyphone']?.fields).toMatchObject({ 'ModMed Provider': 'Rae Referrer' });
	});

	test('meets every question but those that it is said not to meet', () => {
		const cameUp = new Set(worlds.flatMap((world) => outcomeOf(world).cameUp));
		const all = [...Object.keys(modMedUnknowns), ...Object.keys(crmUnknowns)];
		const missed = all.filter((name) => !cameUp.has(name)).sort();
		expect(missed).toEqual(Object.keys(UNCOVERED_UNKNOWNS).sort());
	});

	test('is played with each answer', () => {
		const played = new Set(worlds.flat());
		expect(allSettings().filter((setting) => !played.has(setting))).toEqual([]);
	});
});
