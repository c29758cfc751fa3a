import { afterAll, expect } from '@jest/globals';

import { waitUntil } from '../../../scripts/n8n/wait';
import type { Testbed } from '../../../scripts/testbed';
import { PatientGroup } from './patientGroup';

const ARRIVAL_MS = 180_000;
const ONCE = { lost: 0, doubled: 0, disordered: 0 };

export interface PatientGroups {
	create(name: string, size: number): PatientGroup;
	/** Every event of a crowd has its note. */
	untilNoted(crowd: PatientGroup, within?: number): Promise<void>;
	/** Nothing of it was lost or came twice. The figures are printed when the file is done. */
	expectNotedOnce(what: string, crowd: PatientGroup): void;
	/** Nothing of any crowd has come twice since: a later event has arrived, so a later poll is through. */
	expectNoLateDuplicates(): Promise<void>;
	report(figure: string): void;
}

/** Crowds for the tests of a file, and what came of them. */
export function withPatientGroups(
	title: string,
	testbed: () => Testbed,
	log = () => '',
): PatientGroups {
	const figures: string[] = [];
	const crowds: PatientGroup[] = [];

	afterAll(() => console.log([title, ...figures].join('\n')));

	const gather = (name: string, size: number) => {
		const crowd = new PatientGroup(testbed().sandbox, name, size);
		crowds.push(crowd);
		return crowd;
	};

	const arrived = async (crowd: PatientGroup, within = ARRIVAL_MS) => {
		await waitUntil(() => crowd.counts.missing === 0, {
			for: `the notes of ${crowd.name}`,
			within,
			otherwise: () => [JSON.stringify(crowd.counts), testbed().n8n.logTail(), log()].join('\n'),
		});
	};

	return {
		create: gather,
		untilNoted: arrived,
		expectNotedOnce(what, crowd) {
			const { events, missing: lost, duplicated: doubled, outOfOrder: disordered } = crowd.counts;
			figures.push(`${what}: ${events} events, ${lost} lost, ${doubled} doubled`);
			expect({ lost, doubled, disordered }).toEqual(ONCE);
		},
		async expectNoLateDuplicates() {
			const last = gather('Last', 1);
			last.book();
			await arrived(last);
			const tallies = crowds.map(({ name, counts: tally }) => ({ name, ...tally }));
			expect(tallies).toEqual(tallies.map((tally) => ({ ...tally, ...ONCE })));
		},
		report: (figure) => void figures.push(figure),
	};
}
