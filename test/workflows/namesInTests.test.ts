import { expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { NODES, TEMPLATES } from '../e2e/support/templates';
import { readTemplate } from '../support/runTemplate';

const templates = readdirSync(join(__dirname, '../../workflows'))
	.filter((file) => file.endsWith('.json'))
	.map(readTemplate);

// A test that looks for a node under a name of the past would change and check nothing.
test.each(Object.values(NODES))('a template has the node "%s"', (name) => {
	const names = templates.flatMap(({ nodes }) => nodes.map((node) => node.name));
	expect(names).toContain(name);
});

test.each(Object.values(TEMPLATES))('a template has the ID %s', (id) => {
	expect(templates.map((template) => template.id)).toContain(id);
});
