import { afterAll, beforeAll } from '@jest/globals';

import { startTestbed, type Testbed, type TestbedOptions } from '../../../scripts/testbed';

/** The first run on a machine may have to install n8n. */
const SET_UP_MS = 900_000;
const TEAR_DOWN_MS = 60_000;

/**
 * A practice, a CRM and a real n8n with the templates published, for the tests of a file.
 * @param options May be found out first, such as where a database is.
 */
export function withTestbed(
	options: TestbedOptions | (() => Promise<TestbedOptions>) = {},
): () => Testbed {
	let testbed: Testbed | undefined;

	beforeAll(async () => {
		const found = typeof options === 'function' ? await options() : options;
		testbed = await startTestbed({ everyTenSeconds: true, ...found });
	}, SET_UP_MS);

	afterAll(async () => await testbed?.stop(), TEAR_DOWN_MS);

	return () => {
		if (!testbed) throw new Error('The testbed is available inside tests only.');
		return testbed;
	};
}
