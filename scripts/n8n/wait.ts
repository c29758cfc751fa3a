import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
	/** Names what is awaited in the timeout message. */
	for: string;
	within: number;
	every?: number;
	/** Called on timeout: adds details to the message. */
	otherwise?: () => string | Promise<string>;
}

/**
 * Polls until the answer is neither `undefined` nor `false`, and returns it.
 * @example await waitUntil(() => server.port, { for: 'the server', within: 5_000 })
 */
export async function waitUntil<T>(
	ask: () => T | Promise<T>,
	options: WaitOptions,
): Promise<Exclude<T, undefined | false>> {
	const deadline = Date.now() + options.within;
	for (;;) {
		const answer = await ask();
		if (isAnswer(answer)) return answer;
		if (Date.now() >= deadline) break;
		await pause(options.every ?? 200);
	}
	const seconds = Math.round(options.within / 1000);
	const reason = await options.otherwise?.();
	throw new Error(
		[`Timed out after ${seconds} s waiting for ${options.for}.`, reason].filter(Boolean).join('\n'),
	);
}

function isAnswer<T>(answer: T): answer is Exclude<T, undefined | false> {
	return answer !== undefined && answer !== false;
}
