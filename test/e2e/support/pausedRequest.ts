import type { Fault, Sandbox } from '../../../sandbox';

/** A request that has come in and is not handled before it is let go. */
export interface PausedRequest {
	/** Whether there is one by now. */
	readonly hasArrived: boolean;
	resume(): void;
}

/** Holds the next request of this kind. */
export function pauseNext(
	{ faults }: Sandbox,
	request: Omit<Fault, 'action' | 'times'>,
): PausedRequest {
	let hasCome = false;
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const run = async () => {
		hasCome = true;
		await released;
	};
	faults.add({ ...request, times: 1, action: { kind: 'run', run } });
	return {
		get hasArrived() {
			return hasCome;
		},
		resume: release,
	};
}

/** The request by which a note is written. */
export const WRITE_NOTE = { service: 'crm', method: 'POST', path: '/contacts/*/notes' } as const;
