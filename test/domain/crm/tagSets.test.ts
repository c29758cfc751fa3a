import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { toLabels } from '../../../domain/text/label';
import { missingTags, presentTags } from '../../../domain/crm/tagSets';

test('tags are sets without case', () => {
	expect(toLabels(' Patient, VIP,, patient ')).toEqual(['patient', 'VIP']);
	expect(missingTags(['Patient', 'VIP'], ['patient'])).toEqual(['VIP']);
	expect(presentTags(['PATIENT'], ['patient', 'vip'])).toEqual(['patient']);
	fc.assert(
		fc.property(fc.array(fc.string()), fc.array(fc.string()), (wanted, present) => {
			const after = [...present, ...missingTags(wanted, present)];
			expect(missingTags(wanted, after)).toEqual([]);
			const left = missingTags(after, wanted);
			expect(presentTags(wanted, left)).toEqual([]);
		}),
	);
});
