import type { Fault, Sandbox } from '../../../sandbox';

/** A request that has arrived and is not handled until it is resumed. */
export interface PausedRequest {
	/** Whether there is one by now. */
	readonly hasArrived: boolean;
	resume(): void;
}

/** Pauses the next request of this kind. */
export function pauseNext(
	{ faults }: Sandbox,
	request: Omit<Fault, 'action' | 'times'>,
): PausedRequest {
	let hasArrived = false;
	let resume = () => {};
	const resumed = new Promise<void>((resolve) => (resume = resolve));
	const run = async () => {
		hasArrived = true;
		await resumed;
	};
	faults.add({ ...request, times: 1, action: { kind: 'run', run } });
	return {
		get hasArrived() {
			return hasArrived;
		},
		resume,
	};
}

/** The request by which a note is written. */
export const WRITE_NOTE = { service: 'crm', method: 'POST', path: '/contacts/*/notes' } as const;
