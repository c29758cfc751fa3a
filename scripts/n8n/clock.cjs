// Preloaded into an n8n whose clock shall be wrong: every Date of the process is shifted by
// CLOCK_SHIFT_MS. Timers are not, and neither is the time that SQLite itself writes into rows.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RightDate = Date;
const rightNow = Date.now;
const now = () => rightNow() + shiftMs;

if (Number.isFinite(shiftMs) && shiftMs !== 0) {
	globalThis.Date = new Proxy(RightDate, {
		construct: (target, given, newTarget) =>
			Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
		apply: () => new RightDate(now()).toString(),
		get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
	});
	RightDate.prototype.constructor = globalThis.Date;
}
