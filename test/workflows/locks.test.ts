import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

import { deliveredLocks } from '../../nodes/TemplateLock/deliveredLocks';
import { readTemplate } from '../support/runTemplate';

const files = readdirSync(join(__dirname, '../../workflows'));

test('every template is locked, and no example', () => {
	const templates = files.filter((file) => file.endsWith('.json')).sort();
	expect([...deliveredLocks()].map(([id, { name }]) => [id, name])).toEqual(
		templates.map(readTemplate).map(({ id, name }) => [id, name]),
	);
});

test('n8n imports the folder without a warning: it holds workflows and nothing else', () => {
	const others = files.filter((file) => file !== 'examples' && !/^\d\d-.*\.json$/.test(file));
	expect(others).toEqual([]);
});
