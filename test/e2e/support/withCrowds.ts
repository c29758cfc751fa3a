import { afterAll, expect } from '@jest/globals';

import { waitUntil } from '../../../scripts/n8n/wait';
import type { Stage } from '../../../scripts/stage';
import { Crowd } from './crowd';

const ARRIVAL_MS = 180_000;
const ONCE = { lost: 0, doubled: 0, disordered: 0 };

export interface Crowds {
	gather(name: string, size: number): Crowd;
	/** Every event of a crowd has its note. */
	arrived(crowd: Crowd, within?: number): Promise<void>;
	/** Nothing of it was lost or came twice. The figures are printed when the file is done. */
	expectOnce(what: string, crowd: Crowd): void;
	/** Nothing of any crowd has come twice since: a later event has arrived, so a later poll is through. */
	expectNothingLater(): Promise<void>;
	tell(figure: string): void;
}

/** Crowds for the tests of a file, and what came of them. */
export function withCrowds(title: string, stage: () => Stage, log = () => ''): Crowds {
	const figures: string[] = [];
	const crowds: Crowd[] = [];

	afterAll(() => console.log([title, ...figures].join('\n')));

	const gather = (name: string, size: number) => {
		const crowd = new Crowd(stage().sandbox, name, size);
		crowds.push(crowd);
		return crowd;
	};

	const arrived = async (crowd: Crowd, within = ARRIVAL_MS) => {
		await waitUntil(() => crowd.tally.lost === 0, {
			for: `the notes of ${crowd.name}`,
			within,
			otherwise: () => [JSON.stringify(crowd.tally), stage().n8n.logTail(), log()].join('\n'),
		});
	};

	return {
		gather,
		arrived,
		expectOnce(what, crowd) {
			const { events, lost, doubled, disordered } = crowd.tally;
			figures.push(`${what}: ${events} events, ${lost} lost, ${doubled} doubled`);
			expect({ lost, doubled, disordered }).toEqual(ONCE);
		},
		async expectNothingLater() {
			const last = gather('Last', 1);
			last.book();
			await arrived(last);
			const tallies = crowds.map(({ name, tally }) => ({ name, ...tally }));
			expect(tallies).toEqual(tallies.map((tally) => ({ ...tally, ...ONCE })));
		},
		tell: (figure) => void figures.push(figure),
	};
}
