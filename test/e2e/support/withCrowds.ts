import { afterAll, expect } from '@jest/globals';

import { waitUntil } from '../../../scripts/n8n/wait';
import type { Stage } from '../../../scripts/stage';
import { Crowd } from './crowd';

const ARRIVAL_MS = 180_000;

export interface Crowds {
	gather(name: string, size: number): Crowd;
	/** Every event of a crowd has its note. */
	arrived(crowd: Crowd, within?: number): Promise<void>;
	/** A later event has arrived, so a later poll is through: what has not come twice by now will not. */
	laterPoll(): Promise<void>;
	/** Nothing of it was lost or came twice. The figures are printed when the file is done. */
	expectOnce(what: string, crowd: Crowd): void;
	tell(figure: string): void;
}

/** Crowds for the tests of a file, and what came of them. */
export function withCrowds(title: string, stage: () => Stage, log = () => ''): Crowds {
	const figures: string[] = [];
	let later = 0;

	afterAll(() => console.log([title, ...figures].join('\n')));

	const gather = (name: string, size: number) => new Crowd(stage().sandbox, name, size);

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
		async laterPoll() {
			const crowd = gather(`Later${++later}x`, 1);
			crowd.book();
			await arrived(crowd);
		},
		expectOnce(what, crowd) {
			const { events, lost, doubled, disordered } = crowd.tally;
			figures.push(`${what}: ${events} events, ${lost} lost, ${doubled} doubled`);
			expect({ lost, doubled, disordered }).toEqual({ lost: 0, doubled: 0, disordered: 0 });
		},
		tell: (figure) => void figures.push(figure),
	};
}
