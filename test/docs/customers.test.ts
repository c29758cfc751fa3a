import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { STATUS_CODES, statusName } from '../../domain/appointment/status';
import { FIELDS } from '../../domain/vocabulary';
import { read, ROOT } from './support/documents';
import { codesIn, rowsOf } from './support/tables';

// Its fields, tags and stages are compared with the vocabulary in test/domain/vocabulary.test.ts.
const DOC = 'docs/customers.md';
const OWN_FLOW = '## Build your own flow';

function isFile(name: string): boolean {
	return name.endsWith('.json`');
}

describe(DOC, () => {
	const names = rowsOf(DOC, OWN_FLOW).map(([name = '']) => name);

	it('names every status that the status field can show', () => {
		const [row = []] = rowsOf(DOC, '## Fields').filter(([name]) => name === FIELDS.status.name);
		expect(row[2]?.split(/, | or /)).toEqual(STATUS_CODES.map(statusName));
	});

	it('lists every example', () => {
		const listed = names.filter(isFile).flatMap(codesIn);
		expect(listed.sort()).toEqual(readdirSync(join(ROOT, 'workflows/examples')).sort());
	});

	it('lists every node by the name that the editor shows', () => {
		const { n8n } = JSON.parse(read('package.json')) as { n8n: { nodes: string[] } };
		const shown = n8n.nodes.map((file) => {
			const source = read(file.replace(/^dist\//, '').replace(/js$/, 'ts'));
			return /description: INodeTypeDescription = {\s+displayName: '([^']+)'/.exec(source)?.[1];
		});
		expect(names.filter((name) => !isFile(name)).sort()).toEqual(shown.sort());
	});
});

describe('docs/implementers.md', () => {
	it('lists every template', () => {
		const rows = rowsOf('docs/implementers.md', '## What you install');
		const templates = readdirSync(join(ROOT, 'workflows')).filter((file) => /^\d/.test(file));
		expect(rows.flatMap(([name = '']) => codesIn(name)).sort()).toEqual(templates.sort());
	});
});
