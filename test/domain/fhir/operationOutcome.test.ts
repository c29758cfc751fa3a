import { expect, test } from '@jest/globals';

import { issueTexts } from '../../../domain/fhir/operationOutcome';

test('every text of every issue is found', () => {
	const issue = [
		{
			details: { text: 'one', coding: [{ display: 'two' }] },
			diagnostics: 'three',
			expression: ['four'],
			location: ['five'],
		},
		{ diagnostics: 'six' },
	];
	expect(issueTexts({ issue }).sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two']);
	expect(issueTexts('none')).toEqual([]);
});
