import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { resetProcessMemory } from '../../../nodes/shared/processMemory';
import {
	awaitedCreate,
	forgetUnknown,
	mayBeCreated,
	rememberUnknown,
} from '../../../nodes/shared/unknownCreates';

const NOW = Date.parse('2026-03-10T15:00:00Z');
const guard = { key: 'note on c1', waitMs: 180_000, lastAttemptAt: 0 };
let now = NOW;

beforeEach(() => {
	resetProcessMemory();
	now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

describe('a create of unknown outcome', () => {
	it('is awaited until its time is over, and may have happened for longer', () => {
		expect([awaitedCreate(guard), mayBeCreated(guard)]).toEqual([undefined, false]);
		rememberUnknown(guard, { status: 504 });
		now = NOW + 179_999;
		expect(awaitedCreate(guard)).toEqual({ sentAt: NOW, answer: { status: 504 } });
		now = NOW + 180_000;
		expect([awaitedCreate(guard), mayBeCreated(guard)]).toEqual([undefined, true]);
		forgetUnknown(guard);
		expect(mayBeCreated(guard)).toBe(false);
	});

	it('of another process is awaited from when that may have sent it', () => {
		const elsewhere = { ...guard, lastAttemptAt: NOW - 60_000 };
		expect(awaitedCreate(elsewhere)).toEqual({ sentAt: NOW - 60_000 });
		now = NOW + 120_000;
		expect([awaitedCreate(elsewhere), mayBeCreated(elsewhere)]).toEqual([undefined, true]);
	});

	it('is not awaited for ever where each waiting is said to be an attempt', () => {
		expect(awaitedCreate({ ...guard, lastAttemptAt: NOW })).toBeDefined();
		now = NOW + 180_000;
		expect(awaitedCreate({ ...guard, lastAttemptAt: now })).toBeUndefined();
	});

	it('is one of its key only', () => {
		rememberUnknown(guard, {});
		expect(mayBeCreated({ ...guard, key: 'note on c2' })).toBe(false);
	});
});
