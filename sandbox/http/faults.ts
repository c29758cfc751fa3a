import type { Exchange, ServiceName } from './exchange';
import type { Json } from './json';

export type FaultAction =
	/** Answers this. With `afterHandling` the request has done its work before. */
	| {
			kind: 'status';
			status: number;
			body?: Json;
			headers?: Record<string, string>;
			afterHandling?: boolean;
	  }
	/** Never answers. With `afterHandling` the request has done its work before. */
	| { kind: 'hang'; afterHandling?: boolean }
	/** Closes the connection before anything is done. */
	| { kind: 'refuse' }
	/** The request does its work, then the connection breaks in the middle of the answer. */
	| { kind: 'cut' }
	/** The request does its work, and the connection closes without an answer. */
	| { kind: 'loseAnswer' }
	/**
	 * Answers this at once, as a gateway does, or breaks the connection where no status is given.
	 * The request does its work so many milliseconds later by the sandbox's clock.
	 */
	| { kind: 'commitsLate'; ms: number; status?: number; body?: Json }
	/** A whole HTTP answer whose JSON stops half-way. */
	| { kind: 'malformedJson' }
	/** ModMed: the page before is served again under the next page's number. */
	| { kind: 'repeatPage' }
	/** ModMed: the `next` link points to another origin. */
	| { kind: 'foreignNext'; origin: string }
	/** These parameters of the query are ignored, as if nobody had given them. */
	| { kind: 'ignoreQuery'; names: readonly string[] }
	| { kind: 'delay'; ms: number }
	/** Something happens just before this request is handled, which waits for its end where it is a promise. */
	| { kind: 'run'; run: () => unknown };

export interface Fault {
	service: ServiceName;
	/** Any method when left out. */
	method?: string;
	/** `*` stands for anything; matched against path and query. Any path when left out. */
	path?: string;
	/** How many requests it hits; 1 when left out, 0 means until it is removed. */
	times?: number;
	/** Lets this many matching requests pass first. */
	skip?: number;
	/** Hits only every so many of the matching requests; every one when left out. */
	every?: number;
	action: FaultAction;
}

export interface ActiveFault extends Fault {
	id: number;
	seen: number;
	hits: number;
}

export class Faults {
	private list: ActiveFault[] = [];
	private lastId = 0;

	add(fault: Fault): number {
		this.list.push({ ...fault, id: ++this.lastId, seen: 0, hits: 0 });
		return this.lastId;
	}

	remove(id: number): void {
		this.list = this.list.filter((fault) => fault.id !== id);
	}

	clear(): void {
		this.list = [];
	}

	active(): ActiveFault[] {
		return this.list.map((fault) => ({ ...fault }));
	}

	/** The first fault that wants this request, used up by one. */
	take(exchange: Exchange): FaultAction | undefined {
		for (const fault of this.list) {
			if (!concerns(fault, exchange)) continue;
			fault.seen += 1;
			if (fault.seen <= (fault.skip ?? 0)) continue;
			if (fault.seen % (fault.every ?? 1) !== 0) continue;
			fault.hits += 1;
			const times = fault.times ?? 1;
			if (times > 0 && fault.hits >= times) this.remove(fault.id);
			return fault.action;
		}
		return undefined;
	}
}

function concerns(fault: Fault, exchange: Exchange): boolean {
	if (fault.service !== exchange.service) return false;
	if (fault.method && fault.method.toUpperCase() !== exchange.method) return false;
	if (!fault.path) return true;
	const query = exchange.query.toString();
	const address = query ? `${exchange.path}?${query}` : exchange.path;
	return glob(fault.path).test(exchange.path) || glob(fault.path).test(address);
}

function glob(pattern: string): RegExp {
	const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`);
}
