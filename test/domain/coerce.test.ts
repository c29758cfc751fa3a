import { expect, it } from '@jest/globals';

import { asInstant } from '../../domain/coerce';

it('an instant without an offset is read in the zone given', () => {
	expect(asInstant('2026-03-10T00:00:00', 'America/New_York')).toBe('2026-03-10T04:00:00.000Z');
	expect(asInstant('2026-03-10T00:00:00Z', 'America/New_York')).toBe('2026-03-10T00:00:00.000Z');
	expect(asInstant('soon')).toBe('');
});
