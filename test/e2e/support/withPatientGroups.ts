import { afterAll, expect } from '@jest/globals';

import { waitUntil } from '../../../scripts/n8n/wait';
import type { Testbed } from '../../../scripts/testbed';
import { PatientGroup } from './patientGroup';

const NOTED_MS = 180_000;
const ONCE_AND_IN_ORDER = { missing: 0, duplicated: 0, outOfOrder: 0 };

export interface PatientGroups {
	create(name: string, size: number): PatientGroup;
	/** Waits until every event of a group has its note. */
	untilNoted(group: PatientGroup): Promise<void>;
	/** The figures are printed at the end of the file. */
	expectNotedOnce(what: string, group: PatientGroup): void;
	/** No group has got a second note since: a later event is noted, so a later poll is over. */
	expectNoLateDuplicates(): Promise<void>;
	report(figure: string): void;
}

/** Groups of patients for the tests of a file. */
export function withPatientGroups(
	title: string,
	testbed: () => Testbed,
	log = () => '',
): PatientGroups {
	const figures: string[] = [];
	const groups: PatientGroup[] = [];

	afterAll(() => console.log([title, ...figures].join('\n')));

	const create = (name: string, size: number) => {
		const group = new PatientGroup(testbed().sandbox, name, size);
		groups.push(group);
		return group;
	};

	const untilNoted = async (group: PatientGroup) => {
		await waitUntil(() => group.counts.missing === 0, {
			for: `the notes of ${group.name}`,
			within: NOTED_MS,
			otherwise: () => [JSON.stringify(group.counts), testbed().n8n.logTail(), log()].join('\n'),
		});
	};

	return {
		create,
		untilNoted,
		expectNotedOnce(what, { counts }) {
			const { events, missing, duplicated } = counts;
			figures.push(`${what}: ${events} events, ${missing} lost, ${duplicated} duplicated`);
			expect(counts).toEqual({ events, ...ONCE_AND_IN_ORDER });
		},
		async expectNoLateDuplicates() {
			const last = create('Last', 1);
			last.book();
			await untilNoted(last);
			for (const { name, counts } of groups) {
				expect([name, counts]).toEqual([name, { events: counts.events, ...ONCE_AND_IN_ORDER }]);
			}
		},
		report: (figure) => void figures.push(figure),
	};
}
