/** One question nobody could answer from the documentation, with its possible answers. */
export interface Unknown {
	question: string;
	/** The first one is the default. */
	answers: readonly [string, ...string[]];
}

export type UnknownTable = Readonly<Record<string, Unknown>>;
export type AnswerOf<T extends UnknownTable, K extends keyof T> = T[K]['answers'][number];

export class Unknowns<T extends UnknownTable> {
	private readonly chosen = new Map<keyof T, string>();
	private readonly asked = new Set<keyof T>();

	constructor(readonly table: T) {}

	get<K extends keyof T>(name: K): AnswerOf<T, K> {
		this.asked.add(name);
		return this.chosen.get(name) ?? this.table[name]!.answers[0];
	}

	/** The questions that something has hung on since the last reset. */
	cameUp(): Array<keyof T> {
		return [...this.asked];
	}

	set<K extends keyof T>(name: K, answer: AnswerOf<T, K>): void {
		const unknown = this.table[name];
		if (!unknown) throw new Error(`There is no unknown "${String(name)}"`);
		if (!unknown.answers.includes(answer)) {
			throw new Error(`"${String(name)}" is one of: ${unknown.answers.join(', ')}`);
		}
		this.chosen.set(name, answer);
	}

	/** For callers that only have text, such as the control API. */
	setByText(name: string, answer: string): void {
		if (!Object.hasOwn(this.table, name)) throw new Error(`There is no unknown "${name}"`);
		this.set(name as keyof T, answer as AnswerOf<T, keyof T>);
	}

	reset(): void {
		this.chosen.clear();
		this.asked.clear();
	}

	list(): Array<{ name: string; question: string; answers: readonly string[]; answer: string }> {
		return Object.entries(this.table).map(([name, unknown]) => ({
			name,
			question: unknown.question,
			answers: unknown.answers,
			answer: this.chosen.get(name) ?? unknown.answers[0],
		}));
	}
}
