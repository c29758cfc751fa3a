const { spawn } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');

const DIST = 'dist';
const STATIC_FILES = ['{nodes,credentials}/**/*.node.json', 'icons/*.svg'];

async function clean() {
	await rm(DIST, { recursive: true, force: true });
}

function compile() {
	return run(require.resolve('typescript/bin/tsc'), ['-p', 'tsconfig.json']);
}

/**
 * n8n installs a pack without its dependencies, so what is in vendor/ is built into the pack.
 * Stubs take the place of what would bring Node's http, timers and process along and does nothing
 * here: every request goes through n8n's helper, and caches expire without timers.
 */
async function bundleVendor() {
	const { metafile } = await esbuild.build({
		entryPoints: ['vendor/*.ts'],
		metafile: true,
		outdir: path.join(DIST, 'vendor'),
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		legalComments: 'inline',
		alias: {
			agentkeepalive: './vendor/stubs/agentkeepalive.js',
			debug: './vendor/stubs/debug.js',
			'node:diagnostics_channel': './vendor/stubs/diagnosticsChannel.js',
		},
		inject: ['vendor/stubs/globals.js'],
	});
	await writeLicences(Object.keys(metafile.inputs));
}

/** What is bundled is passed on, and its licences ask to be passed on with it. */
async function writeLicences(inputs) {
	const names = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
	const packages = [...new Set(names)].filter(Boolean).sort();
	const texts = await Promise.all(
		packages.map(async (name) => {
			const folder = path.join('node_modules', name);
			const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
			if (!file) throw new Error(`${name} comes without its licence`);
			return `${name}\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}\n`;
		}),
	);
	await writeFile(path.join(DIST, 'vendor/LICENCES.txt'), texts.join('\n---\n\n'));
}

function copyStaticFiles() {
	return src(STATIC_FILES, { base: '.', encoding: false }).pipe(dest(DIST));
}

function watchSources() {
	watch(['{credentials,domain,nodes}/**/*.ts', ...STATIC_FILES], build);
}

function run(script, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
		child.once('error', reject);
		child.once('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`${path.basename(script)} ended with ${code}`)),
		);
	});
}

const build = series(clean, compile, parallel(bundleVendor, copyStaticFiles));

module.exports = {
	build,
	clean,
	watch: series(build, watchSources),
	default: build,
};
