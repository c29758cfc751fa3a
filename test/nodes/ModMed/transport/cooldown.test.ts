import { describe, expect, it } from '@jest/globals';

import { useNock } from '../../../support/useNock';
import { firstPage, listAppointments } from '../support/appointmentPages';

useNock();

describe('a server that asks for no requests', () => {
	it.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
		'is sent none, by any node, before the time it names (%s)',
		async (retryAfter) => {
			let asked = 0;
			firstPage()
				.times(9)
				.reply(
					429,
					() => {
						asked += 1;
						return '';
					},
					{ 'retry-after': retryAfter },
				);
			for (const _ of [1, 2]) {
				const { error } = await listAppointments();
				expect(error?.message).toBe('ModMed is receiving too many requests at the moment');
				expect(error?.context?.transient).toBe(true);
			}
			expect(asked).toBe(1);
		},
	);
});
