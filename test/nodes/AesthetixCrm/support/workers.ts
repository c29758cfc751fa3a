import { jest } from '@jest/globals';

import type { runCrm } from './runCrm';

export type RunCrm = typeof runCrm;

/** The node in a process of its own: what it remembers is not known to another. */
export interface Worker {
	run: RunCrm;
	/** Forgets everything, as after a restart. */
	restart: () => void;
}

export async function startWorkers(count: number): Promise<Worker[]> {
	const workers: Worker[] = [];
	for (let index = 0; index < count; index += 1) {
		await jest.isolateModulesAsync(async () => {
			const { runCrm } = await import('./runCrm');
			const { resetProcessMemory } = await import('../../../../nodes/shared/processMemory');
			workers.push({ run: runCrm, restart: () => resetProcessMemory() });
		});
	}
	return workers;
}
