import { afterAll, beforeAll } from '@jest/globals';

import { N8nHost, type N8nHostOptions } from '../../../scripts/n8n/N8nHost';

/** The first run on a machine may have to install n8n. */
const SET_UP_MS = 900_000;
const TEAR_DOWN_MS = 60_000;

/**
 * A real n8n for the tests of a file: `prepare` fills it, then it starts with its owner set up.
 * @example const n8n = withN8n(async (host) => await host.installPack(packFolder));
 */
export function withN8n(
	prepare: (host: N8nHost) => Promise<void>,
	options: N8nHostOptions = {},
): () => N8nHost {
	let host: N8nHost | undefined;

	beforeAll(async () => {
		host = await N8nHost.create(options);
		await prepare(host);
		await host.start();
		await host.setUpOwner();
	}, SET_UP_MS);

	afterAll(async () => await host?.dispose(), TEAR_DOWN_MS);

	return () => {
		if (!host) throw new Error('n8n is available inside tests only.');
		return host;
	};
}
