import { describe, expect, it } from '@jest/globals';

import { collect } from '../../../../nodes/ModMed/transport/collect';

/** Pages of numbers, and how many of them were requested. */
function numbered(...pages: number[][]) {
	const source = {
		requested: 0,
		async *pages() {
			for (const page of pages) {
				source.requested += 1;
				yield await Promise.resolve(page);
			}
		},
	};
	return source;
}

const even = (value: unknown) => (Number(value) % 2 === 0 ? Number(value) : undefined);

describe('collecting results', () => {
	it('leaves out what the reader returns undefined for', async () => {
		expect(await collect(numbered([1, 2], [3, 4]).pages(), even)).toEqual([2, 4]);
	});

	it('requests no page after the limit is reached', async () => {
		const source = numbered([1, 2], [3, 4], [5, 6]);
		expect(await collect(source.pages(), even, 2)).toEqual([2, 4]);
		expect(source.requested).toBe(2);
	});
});
