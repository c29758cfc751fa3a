import { describe, expect, test } from '@jest/globals';
import { relative, join } from 'node:path';

import { templateFiles } from '../../scripts/tidyTemplates';
import { readTemplate, type TemplateJson } from '../support/runTemplate';

const FOLDER = join(__dirname, '../../workflows');
/** What is longer is a text, a sum or a decision, and belongs into a node. */
const LONGEST = 120;

/** Every parameter value that n8n takes for an expression, with the node it stands in. */
function expressionsOf({ nodes }: TemplateJson): Array<[nodeName: string, expression: string]> {
	return nodes.flatMap(({ name, parameters }) =>
		textsIn(parameters)
			.filter((text) => text.startsWith('='))
			.map((text): [string, string] => [name, text]),
	);
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('the rule sees nested parameters and nothing but expressions', () => {
	const parameters = { a: [{ b: '={{ 1 }}' }], c: 'x'.repeat(200), d: '=text' };
	const template = { nodes: [{ name: 'N', parameters }] } as unknown as TemplateJson;
	expect(expressionsOf(template)).toEqual([
		['N', '={{ 1 }}'],
		['N', '=text'],
	]);
});

describe('no expression is longer than a line', () => {
	test('in any template or example', async () => {
		const files = (await templateFiles()).map((file) => relative(FOLDER, file));
		expect(files.length).toBeGreaterThan(10);
		const tooLong = files.flatMap((file) =>
			expressionsOf(readTemplate(file))
				.filter(([, expression]) => expression.length > LONGEST)
				.map(([node, expression]) => `${file}: ${node}: ${expression.length}`),
		);
		expect(tooLong).toEqual([]);
	});
});
