/**
 * An instant of our clock by the clock of another computer. The seconds are whole ones, as those
 * of the times that it writes: what happened in the same second is not taken for earlier.
 * @example timeThere('2026-03-10T16:00:00.400Z', -3_600_000) // '2026-03-10T15:00:00.000Z'
 * @param aheadMs How far the other clock is ahead of ours.
 */
export function toServerTime(instant: string, aheadMs = 0): string {
	const seconds = Math.floor((Date.parse(instant) + aheadMs) / 1000);
	return new Date(seconds * 1000).toISOString();
}
