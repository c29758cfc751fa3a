import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

import { lockOf } from '../../domain/template/templateLock';
import locks from '../../workflows/locks.json';
import { readTemplate } from '../support/runTemplate';

const files = readdirSync(join(__dirname, '../../workflows')).filter((file) => /^0\d-/.test(file));

test('the locks are those of the templates as they stand (npm run build writes them)', () => {
	const current = files.sort().map((file) => {
		const template = readTemplate(file);
		return [template.id, lockOf(template)];
	});
	expect(locks).toEqual(Object.fromEntries(current));
	expect(Object.keys(locks)).toEqual(current.map(([id]) => id));
});
