/** One line of the go-live list: what is ready, what blocks, what to do. */
export interface GoLiveLine {
	state: 'ready' | 'blocks' | 'advice';
	what: string;
	/** Empty where there is nothing to do. */
	todo: string;
}

export function ready(what: string): GoLiveLine {
	return { state: 'ready', what, todo: '' };
}

export function blocks(what: string, todo: string): GoLiveLine {
	return { state: 'blocks', what, todo };
}

/** Works without, but somebody should know. */
export function advice(what: string, todo: string): GoLiveLine {
	return { state: 'advice', what, todo };
}

/** Each line once: one cause often stands behind several checks. */
export function withoutRepeats(lines: readonly GoLiveLine[]): GoLiveLine[] {
	return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}
