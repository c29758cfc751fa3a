// npm run check: lint, types and unit tests in less than a minute, for before a push.
import { ensureHost } from '../host/install.mjs';
import { fail, run } from './prepare.mjs';

/** The nodes use what came with this Node; an older one borrows the Node of the installed n8n. */
const NODE_NEEDED = 22;

const CACHE = 'node_modules/.cache';
const TSC = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.test.json'];

try {
	const node = await nodeForTests();
	const started = Date.now();
	const codes = [
		...(await Promise.all([
			step('lint', 'npm', ['run', 'lint', '--silent']),
			step('types', process.execPath, [
				...TSC,
				...['--incremental', '--tsBuildInfoFile', `${CACHE}/types.tsbuildinfo`],
			]),
		])),
		await step('unit tests', node, [
			'node_modules/jest/bin/jest.js',
			...['--selectProjects', 'unit', '--maxWorkers', '2', '--silent', '--reporters', 'summary'],
		]),
	];
	console.log(`All of it: ${seconds(started)}`);
	process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
} catch (error) {
	fail(error);
}

async function nodeForTests() {
	const [major] = process.versions.node.split('.').map(Number);
	return major >= NODE_NEEDED ? process.execPath : (await ensureHost()).nodeBin;
}

async function step(name, command, args) {
	const started = Date.now();
	const code = await run(command, args, { shell: process.platform === 'win32' });
	console.log(`${code === 0 ? '✔' : '✖'} ${name}: ${seconds(started)}`);
	return code;
}

function seconds(since) {
	return `${Math.round((Date.now() - since) / 1000)} s`;
}
