import { expect, test } from '@jest/globals';

import { readConcepts } from '../../../domain/fhir/valueSet';

test('the codes of both places are read, each once, and named by the code without a name', () => {
	const valueSet = {
		expansion: { contains: [{ code: '1', display: ' Consult ' }, { code: '2' }, {}] },
		compose: { include: [{ concept: [{ code: '1', display: 'Again' }, { display: 'No code' }] }] },
	};
	expect(readConcepts(valueSet)).toEqual([
		{ code: '1', name: 'Consult' },
		{ code: '2', name: '2' },
		{ code: '', name: 'No code' },
	]);
});
