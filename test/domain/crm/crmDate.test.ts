import { expect, test } from '@jest/globals';

import { toDay } from '../../../domain/crm/crmDate';

const ZONE = 'America/New_York';

test('a moment is a day of the practice', () => {
	expect(toDay('2026-12-01T02:30:00.000Z', ZONE)).toBe('2026-11-30');
	expect(toDay('2026-12-01T09:30:00-05:00', ZONE)).toBe('2026-12-01');
	expect(toDay('12/01/2026')).toBe('2026-12-01');
	expect(toDay('2026-02-30')).toBe('');
	expect(toDay('soon')).toBe('');
});
