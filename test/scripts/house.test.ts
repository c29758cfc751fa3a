import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

import { circlesIn, readImports } from '../../scripts/house/imports';
import { drawHouse, withPicture } from '../../scripts/house/picture';

const CONTRIBUTING = readFileSync(join(__dirname, '../../CONTRIBUTING.md'), 'utf8');

describe('the house', () => {
	const imports = readImports();

	it('has no circle of imports, not even for a type', () => {
		expect(circlesIn(imports)).toEqual([]);
	});

	it('is shown in CONTRIBUTING.md as it is (npm run picture draws it again)', () => {
		expect(withPicture(CONTRIBUTING, drawHouse(imports))).toBe(CONTRIBUTING);
	});

	it('shares no code between the product and the sandbox', () => {
		const product = /^(credentials|domain|nodes|vendor)\//;
		const shared = [...imports].filter(([file, imported]) =>
			imported.some((other) => product.test(file) !== product.test(other) && !isScript(file)),
		);
		expect(shared).toEqual([]);
	});

	it('imports from nodes towards domain only', () => {
		const upwards = [...imports].filter(
			([file, imported]) =>
				file.startsWith('domain/') && imported.some((other) => !other.startsWith('domain/')),
		);
		expect(upwards).toEqual([]);
	});
});

describe('circlesIn', () => {
	it('finds a circle of any length, and a file that imports itself', () => {
		const imports = new Map([
			['a.ts', ['b.ts', 'd.ts']],
			['b.ts', ['c.ts']],
			['c.ts', ['a.ts']],
			['d.ts', ['d.ts']],
		]);
		expect(circlesIn(imports)).toEqual([['a.ts', 'b.ts', 'c.ts'], ['d.ts']]);
	});

	it('takes two ways to the same file for no circle', () => {
		const imports = new Map([
			['a.ts', ['b.ts', 'c.ts']],
			['b.ts', ['c.ts']],
			['c.ts', []],
		]);
		expect(circlesIn(imports)).toEqual([]);
	});
});

/** The scripts bring both together. */
function isScript(file: string): boolean {
	return file.startsWith('scripts/');
}
