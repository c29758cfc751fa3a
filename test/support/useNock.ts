import { afterAll, afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';

import { resetProcessMemory } from '../../nodes/shared/processMemory';

/**
 * No request of this test file leaves the machine, and no test minds what ModMed answered the
 * one before. Interception ends with the file: several
 * files share a process, and the next one brings an interceptor of its own.
 */
export function useNock(): void {
	beforeAll(() => {
		if (!nock.isActive()) nock.activate();
		nock.disableNetConnect();
	});
	afterEach(() => {
		nock.cleanAll();
		resetProcessMemory();
	});
	afterAll(() => nock.restore());
}
