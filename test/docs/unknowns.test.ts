import { describe, expect, it } from '@jest/globals';

import type { UnknownTable } from '../../sandbox/http/unknowns';
import { crmUnknowns } from '../../sandbox/crm/unknowns';
import { modMedUnknowns } from '../../sandbox/modmed/unknowns';
import { UNCOVERED_UNKNOWNS } from '../workflows/worlds/uncoveredUnknowns';
import { read } from './support/documents';
import { missingScenario, scenariosOf } from './support/scenarios';
import { codesIn, rowsOf, sectionOf } from './support/tables';

const DOC = 'docs/unknowns.md';
const SERVICES: Array<[heading: string, table: UnknownTable]> = [
	['## ModMed', modMedUnknowns],
	['## Aesthetix CRM', crmUnknowns],
];

/** The test that most rows name by one word, in the line that says which it is. */
const WORLDS = /^Worlds: (.+)$/m.exec(read(DOC))?.[1] ?? '';

describe.each(SERVICES)('docs/unknowns.md, %s', (heading, table) => {
	const rows = rowsOf(DOC, heading).map(([question, name = '', copes = '', proof = '']) => ({
		question,
		name: codesIn(name)[0] ?? '',
		copes,
		scenarios: scenariosOf(proof.replace(/^Worlds/, () => WORLDS)),
	}));

	it('has a row for each switch of the sandbox, and no other', () => {
		expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(table).sort());
	});

	it.each(rows)('$name', ({ question, name, copes, scenarios }) => {
		expect(question?.replaceAll('\\|', '|')).toBe(table[name]?.question);
		expect(copes).not.toBe('');
		expect(scenarios.map(missingScenario)).toEqual(scenarios.map(() => ''));
		// What the story does not meet is proven elsewhere.
		const isByTheStory = scenarios.includes(WORLDS);
		expect(isByTheStory).toBe(UNCOVERED_UNKNOWNS[name] === undefined);
	});
});

describe('docs/unknowns.md, the first day', () => {
	it('speaks of switches that there are', () => {
		const named = codesIn(sectionOf(DOC, '## On the first day with the real account')).filter(
			(code) => /^[a-z]+[A-Z]\w+$/.test(code),
		);
		const known = [...Object.keys(crmUnknowns), ...Object.keys(modMedUnknowns)];
		const words = ['notEmptied'];
		expect(named.filter((name) => ![...known, ...words].includes(name))).toEqual([]);
		expect(named.length).toBeGreaterThan(7);
	});
});
