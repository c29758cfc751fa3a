import { describe, expect, it } from '@jest/globals';

import { missingScenario, missingTemplates, rowsOf, scenariosOf } from './support/tables';

/** The rows of both tables: promise | kept by | proven by. */
const rows = rowsOf('docs/guide-coverage.md').map(([promise = '', keptBy = '', proof = '']) => ({
	promise,
	keptBy,
	scenarios: scenariosOf(proof),
}));

describe('docs/guide-coverage.md', () => {
	it('has a row for each promise', () => {
		expect(rows.length).toBeGreaterThan(40);
	});

	it("has a row for each row of the guide's last table", () => {
		expect(rowsOf('docs/guide-coverage.md', '## What support sees')).toHaveLength(11);
	});

	it.each(rows)('$promise', ({ keptBy, scenarios }) => {
		expect(missingTemplates(keptBy)).toEqual([]);
		expect(scenarios.length).toBeGreaterThan(0);
		for (const scenario of scenarios) expect(missingScenario(scenario)).toBe('');
	});
});
