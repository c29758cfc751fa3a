// Preloaded into every n8n process: shifts every Date by CLOCK_SHIFT_MS, to simulate a wrong clock.
// Timers and the timestamps that SQLite itself writes are not shifted.
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
