import { beforeAll, describe, expect, test } from '@jest/globals';

import { APART } from './apart';
import type { Outcome, Service, Setting } from './cases';
import { apartFrom, playIn, settingsOf } from './cases';

/** The story in every world that differs from the sandbox at rest by one answer of this service. */
export function worldsOf(service: Service): void {
	const settings = settingsOf(service);
	let outcomes: Map<string, Outcome | { failed: unknown }>;
	beforeAll(async () => {
		outcomes = await playIn([[], ...settings.map((setting) => [setting])], new Date());
	}, 600_000);

	const outcomeOf = (...world: Setting[]): Outcome => {
		const outcome = outcomes.get(world.join());
		if (outcome && 'state' in outcome) return outcome;
		throw outcome?.failed ?? new Error('This world was not played');
	};

	describe.each(settings.map((setting) => ({ setting })))('$setting', ({ setting }) => {
		test('ends as the likeliest world does', () => {
			const { state, errors } = outcomeOf(setting);
			const likeliest = outcomeOf();
			expect(errors).toEqual(likeliest.errors);
			expect(apartFrom(state, [setting])).toEqual(apartFrom(likeliest.state, [setting]));
		});

		test('changes nothing when it is delivered again', () => {
			const { state, again, stateAfterwards } = outcomeOf(setting);
			if (!APART[setting]?.triesAgain) expect(again).toEqual([]);
			expect(stateAfterwards).toEqual(state);
		});
	});
}
