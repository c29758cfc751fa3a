import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '../..');

interface Row {
	promise: string;
	keptBy: string;
	scenarios: string[];
}

/** The rows of the table: promise | kept by | proven by, several scenarios with `<br>` in between. */
const rows: Row[] = readFileSync(join(ROOT, 'docs/guide-coverage.md'), 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('| ') && !line.startsWith('| Promise'))
	.map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()))
	.map(([promise = '', keptBy = '', proof = '']) => ({
		promise,
		keptBy,
		scenarios: proof.split('<br>').map((scenario) => scenario.trim()),
	}));

describe('docs/guide-coverage.md', () => {
	it('has a row for each promise', () => {
		expect(rows.length).toBeGreaterThan(30);
	});

	it.each(rows)('$promise', ({ keptBy, scenarios }) => {
		for (const [, template] of keptBy.matchAll(/`(\d\d-[a-z-]+\.json)`/g)) {
			expect(existsSync(join(ROOT, 'workflows', template ?? ''))).toBe(true);
		}
		expect(scenarios.length).toBeGreaterThan(0);
		for (const scenario of scenarios) expect(missing(scenario)).toBe('');
	});
});

/** What is wrong with a scenario written as `file` › title; nothing where the file has that test. */
function missing(scenario: string): string {
	const [, file, title] = /^`([^`]+)` › (.+)$/.exec(scenario) ?? [];
	if (file === undefined || title === undefined) return `Not a scenario: ${scenario}`;
	const path = join(ROOT, 'test', file);
	if (!existsSync(path)) return `No file ${file}`;
	const source = readFileSync(path, 'utf8').replace(/\\'/g, "'");
	return source.includes(title) ? '' : `No test "${title}" in ${file}`;
}
