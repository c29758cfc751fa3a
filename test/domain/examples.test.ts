import { describe, expect, test } from '@jest/globals';

import { examplesIn, modulesIn, undocumentedIn, valuesOf } from '../support/docExamples';

const domain = modulesIn('domain');
const transports = ['ModMed', 'AesthetixCrm'].flatMap((node) =>
	modulesIn(`nodes/${node}/transport`),
);
const examples = [...domain, ...transports, ...modulesIn('nodes/shared')].flatMap(examplesIn);

describe('the examples in docstrings', () => {
	test.each(examples)('$file: $call', async (example) => {
		const [is, should] = await valuesOf(example);
		expect(is).toEqual(should);
	});

	test('are there', () => {
		expect(examples.length).toBeGreaterThan(30);
	});
});

test('every public function of domain/ has a docstring', () => {
	expect(domain.flatMap(undocumentedIn)).toEqual([]);
});
