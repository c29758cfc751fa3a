import { describe, expect, it } from '@jest/globals';

import { keyedHash, secretKey } from '../../../nodes/shared/secretKey';

describe('a key from a credential', () => {
	const key = secretKey(['s3cret', 'other'], 'a purpose');

	it('is the same for the same secrets and purpose, and another for any other', () => {
		expect(key).toHaveLength(32);
		expect(secretKey(['s3cret', 'other'], 'a purpose')).toEqual(key);
		expect(secretKey(['s3creto', 'ther'], 'a purpose')).not.toEqual(key);
		expect(secretKey(['s3cret', 'other'], 'another')).not.toEqual(key);
	});

	it('gives a list of values a hash of its own', () => {
		expect(keyedHash(key, ['ab', 'c'])).toHaveLength(32);
		expect(keyedHash(key, ['ab', 'c'])).not.toEqual(keyedHash(key, ['a', 'bc']));
		expect(keyedHash(secretKey([''], 'a purpose'), ['ab', 'c'])).not.toEqual(
			keyedHash(key, ['ab', 'c']),
		);
	});
});
