import { afterAll, beforeAll } from '@jest/globals';

import { setStage, type Stage, type StageOptions } from '../../../scripts/stage';

/** The first run on a machine may have to install n8n. */
const SET_UP_MS = 900_000;
const TEAR_DOWN_MS = 60_000;

/**
 * A practice, a CRM and a real n8n with the templates published, for the tests of a file.
 * @param options May be found out first, such as where a database is.
 */
export function withStage(options: StageOptions | (() => Promise<StageOptions>) = {}): () => Stage {
	let stage: Stage | undefined;

	beforeAll(async () => {
		const found = typeof options === 'function' ? await options() : options;
		stage = await setStage({ everyTenSeconds: true, ...found });
	}, SET_UP_MS);

	afterAll(async () => await stage?.end(), TEAR_DOWN_MS);

	return () => {
		if (!stage) throw new Error('The stage is set inside tests only.');
		return stage;
	};
}
