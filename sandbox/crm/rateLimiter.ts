import type { Clock } from '../http/clock';
import type { Unknowns } from '../http/unknowns';
import type { CrmSettings } from './settings';
import type { crmUnknowns } from './unknowns';

/** So many requests in ten seconds and so many in a day, for the whole location. */
export class RateLimiter {
	private times: number[] = [];
	private day = '';
	private today = 0;

	constructor(
		private readonly clock: Clock,
		private readonly settings: CrmSettings,
		private readonly unknowns: Unknowns<typeof crmUnknowns>,
	) {}

	/** False when this request is one too many; refused ones do not count. */
	admit(): boolean {
		this.forget();
		if (this.burstLeft() <= 0 || this.dayLeft() <= 0) return false;
		this.times.push(this.clock.now().getTime());
		this.today += 1;
		return true;
	}

	headers(): Record<string, string> {
		if (this.unknowns.get('rateLimitHeaders') === 'absent') return {};
		return {
			'x-ratelimit-limit-daily': String(this.settings.dailyMax),
			'x-ratelimit-daily-remaining': String(this.dayLeft()),
			'x-ratelimit-interval-milliseconds': String(this.settings.burst.intervalMs),
			'x-ratelimit-max': String(this.settings.burst.max),
			'x-ratelimit-remaining': String(this.burstLeft()),
		};
	}

	reset(): void {
		this.times = [];
		this.today = 0;
	}

	private burstLeft(): number {
		return Math.max(0, this.settings.burst.max - this.times.length);
	}

	private dayLeft(): number {
		return Math.max(0, this.settings.dailyMax - this.today);
	}

	private forget(): void {
		const now = this.clock.now();
		const { intervalMs } = this.settings.burst;
		const fixed = this.unknowns.get('rateWindow') === 'fixed';
		const start = fixed
			? Math.floor(now.getTime() / intervalMs) * intervalMs
			: now.getTime() - intervalMs;
		this.times = this.times.filter((time) => (fixed ? time >= start : time > start));
		const day = now.toISOString().slice(0, 10);
		if (day !== this.day) this.today = 0;
		this.day = day;
	}
}
