import { describe, expect, it } from '@jest/globals';

import { missingScenario, scenariosOf } from './support/scenarios';
import { missingTemplates, rowsOf } from './support/tables';

const DOC = 'docs/guide-coverage.md';

const promises = rowsOf(DOC, '## Promises').map(([promise = '', keptBy = '', proof = '']) => ({
	promise,
	keptBy,
	scenarios: scenariosOf(proof),
}));
const situations = rowsOf(DOC, '## What support sees').map(([situation = '', proof = '']) => ({
	situation,
	scenarios: scenariosOf(proof),
}));

describe(DOC, () => {
	it('has a row for each promise', () => {
		expect(promises.length).toBeGreaterThan(30);
	});

	it.each(promises)('$promise', ({ keptBy, scenarios }) => {
		expect(keptBy).not.toBe('');
		expect(missingTemplates(keptBy)).toEqual([]);
		expect(scenarios.map(missingScenario)).toEqual(scenarios.map(() => ''));
	});

	it("has the rows of the guide's last table, as docs/support.md answers them", () => {
		const answered = rowsOf('docs/support.md', "## The guide's table").map(([row]) => row);
		expect(answered).toHaveLength(11);
		expect(situations.map(({ situation }) => situation)).toEqual(answered);
	});

	it.each(situations)('$situation', ({ scenarios }) => {
		expect(scenarios.map(missingScenario)).toEqual(scenarios.map(() => ''));
	});
});
