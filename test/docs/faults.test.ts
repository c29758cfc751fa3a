import { describe, expect, it } from '@jest/globals';

import { missingScenario, scenariosOf } from './support/scenarios';
import { rowsOf } from './support/tables';

const rows = rowsOf('docs/faults.md').map(([what = '', outcome = '', proof = '']) => ({
	what,
	outcome,
	scenarios: scenariosOf(proof),
}));

describe('docs/faults.md', () => {
	it('has its rows', () => {
		expect(rows.length).toBeGreaterThan(20);
	});

	it.each(rows)('$what', ({ outcome, scenarios }) => {
		expect(outcome).not.toBe('');
		expect(scenarios.map(missingScenario)).toEqual(scenarios.map(() => ''));
	});
});
