// npm start: a practice, a CRM and a real n8n between them. `--once` plays a day and ends.
import { fail, prepare, run } from './prepare.mjs';

try {
	const { nodeBin } = await prepare();
	const args = ['--import', 'tsx', 'scripts/start.ts', ...process.argv.slice(2)];
	process.exitCode = await run(nodeBin, args);
} catch (error) {
	fail(error);
}
