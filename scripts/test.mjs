// npm test: every test, under the Node that n8n runs on. Arguments go to jest.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fail, prepare, run } from './prepare.mjs';

try {
	const { nodeBin } = await prepare();
	process.exitCode = await jest(nodeBin, process.argv.slice(2));
} catch (error) {
	fail(error);
}

async function jest(nodeBin, args) {
	const folder = await mkdtemp(join(tmpdir(), 'test-results-'));
	const results = join(folder, 'results.json');
	try {
		const jestArgs = ['--json', `--outputFile=${results}`, ...args];
		// With --json jest prints its results to standard output as well; people read standard error.
		const code = await run(nodeBin, ['node_modules/jest/bin/jest.js', ...jestArgs], {
			stdio: ['inherit', 'ignore', 'inherit'],
		});
		const counts = JSON.parse(await readFile(results, 'utf8'));
		console.log(summary(counts));
		return code === 0 && counts.numPassedTests === 0 ? 1 : code;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A test file that could not even be loaded counts as a failure. */
function summary(counts) {
	const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
	const skipped = counts.numPendingTests + counts.numTodoTests;
	const line = `${counts.numPassedTests} passed, ${failed} failed`;
	return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
