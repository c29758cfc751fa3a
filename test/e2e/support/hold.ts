import type { Fault, Sandbox } from '../../../sandbox';

/** A request that has come in and is not handled before it is let go. */
export interface Hold {
	/** Whether there is one by now. */
	readonly hasCome: boolean;
	release(): void;
}

/** Holds the next request of this kind. */
export function holdNext({ faults }: Sandbox, request: Omit<Fault, 'action' | 'times'>): Hold {
	let hasCome = false;
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const run = async () => {
		hasCome = true;
		await released;
	};
	faults.add({ ...request, times: 1, action: { kind: 'run', run } });
	return {
		get hasCome() {
			return hasCome;
		},
		release,
	};
}

/** The request by which a note is written. */
export const NOTE = { service: 'crm', method: 'POST', path: '/contacts/*/notes' } as const;
