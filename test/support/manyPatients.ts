import { bundle, FHIR } from './practice';
import { Random } from './random';

export type ResultOrder = 'oldestFirst' | 'newestFirst' | 'shuffled';

const PAGE_SIZE = 50;
const REQUESTS_AT_ONCE = 3;

interface Patient {
	id: string;
	/** Unix time in milliseconds. */
	changedAt: number;
	place: number;
}

/**
 * A practice with very many patients by a clock of its own, which stands still but for the time
 * that its answers and the executions take. Three requests are answered at a time.
 */
export class ManyPatients {
	now: number;
	requests = 0;
	private readonly patients: Patient[] = [];
	private readonly random = new Random(7);
	private searched = { query: '', validUntil: 0, found: [] as Patient[] };
	private lanes = Array.from({ length: REQUESTS_AT_ONCE }, () => 0);

	constructor(
		start: string,
		private readonly order: ResultOrder,
		private readonly pageMs: number,
	) {
		this.now = Date.parse(start);
	}

	touch(id: string, changedAt: number): void {
		this.patients.push({ id, changedAt, place: this.random.next() });
	}

	/** To be called once all are there. */
	sort(): void {
		this.patients.sort((a, b) => this.keyOf(a) - this.keyOf(b));
	}

	/** Answers a search for patients. */
	readonly request = async ({ url }: { url: string }): Promise<unknown> => {
		const { searchParams } = new URL(url);
		const page = Number(searchParams.get('page') ?? 1);
		const lastUpdated = searchParams.get('_lastUpdated') ?? '';
		this.requests += 1;
		const lane = this.lanes.indexOf(Math.min(...this.lanes));
		const endsAt = Math.max(this.now, this.lanes[lane] ?? 0) + this.pageMs;
		this.lanes[lane] = endsAt;
		const found = this.page(lastUpdated, page);
		const next = `${FHIR}/Patient?_lastUpdated=${lastUpdated}&page=${page + 1}`;
		await Promise.resolve();
		this.now = Math.max(this.now, endsAt);
		const body = bundle(found, found.length > 0 ? next : undefined);
		return { statusCode: 200, headers: {}, body };
	};

	private page(lastUpdated: string, page: number): unknown[] {
		if (this.searched.query !== lastUpdated || this.now >= this.searched.validUntil) {
			this.search(lastUpdated);
		}
		const { found } = this.searched;
		return found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(resourceOf);
	}

	/** The answer holds until somebody else changes. */
	private search(query: string): void {
		const [, prefix, day = ''] = /^(ge|eq)(.*)$/.exec(query) ?? [];
		const from = Date.parse(`${day}T00:00:00.000Z`);
		const to = prefix === 'eq' ? from + 86_400_000 : Infinity;
		const found = this.patients.filter(
			({ changedAt }) => changedAt >= from && changedAt < to && changedAt <= this.now,
		);
		const later = this.patients.map(({ changedAt }) => changedAt).filter((at) => at > this.now);
		const validUntil = later.reduce((a, b) => Math.min(a, b), Infinity);
		this.searched = { query, validUntil, found };
	}

	private keyOf({ changedAt, place }: Patient): number {
		if (this.order === 'shuffled') return place;
		return this.order === 'oldestFirst' ? changedAt : -changedAt;
	}
}

function resourceOf({ id, changedAt }: Patient): unknown {
	return {
		resourceType: 'Patient',
		id,
		meta: { lastUpdated: new Date(changedAt).toISOString() },
		name: [{ family: `Sample${id}`, given: ['Testa'] }],
		birthDate: '1980-01-01',
	};
}
