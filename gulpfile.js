const { spawn } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');

const DIST = 'dist';
const STATIC_FILES = ['{nodes,credentials}/**/*.node.json', 'icons/*.svg'];
/** A package may come with several, such as LICENSE and LICENSE.Apache. */
const LICENCE_FILE = /^(licen[cs]e|notice)/i;
/** What a manifest does not say: libphonenumber-js holds Google's libphonenumber. */
const MORE_LICENCES = { 'libphonenumber-js': ['Apache-2.0'] };

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
	const packages = packagesOf(Object.keys(metafile.inputs));
	await writeLicences(packages);
	await writeBillOfMaterials(packages);
}

/** The packages that a bundle holds, each with its folder and its manifest. */
function packagesOf(inputs) {
	const folders = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
	return [...new Set(folders)]
		.filter(Boolean)
		.sort()
		.map((folder) => ({ folder, manifest: require(path.resolve(folder, 'package.json')) }));
}

/** What is bundled is passed on, and its licences ask to be passed on with it. */
async function writeLicences(packages) {
	const texts = await Promise.all(
		packages.map(async ({ folder, manifest: { name } }) => {
			const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
			if (files.length === 0) throw new Error(`${name} comes without its licence`);
			const parts = files.map(async (file) => await readFile(path.join(folder, file), 'utf8'));
			return [name, ...(await Promise.all(parts)).map((text) => text.trim())].join('\n\n') + '\n';
		}),
	);
	await writeFile(path.join(DIST, 'vendor/LICENCES.txt'), texts.join('\n---\n\n'));
}

/** A bill of materials in CycloneDX's JSON. Source: https://cyclonedx.org/docs/1.6/json/ */
async function writeBillOfMaterials(packages) {
	const pack = componentOf(require('./package.json'));
	const components = packages.map(({ manifest }) => componentOf(manifest));
	const refs = components.map((component) => component['bom-ref']);
	const bill = {
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		version: 1,
		metadata: { component: pack },
		components,
		dependencies: [{ ref: pack['bom-ref'], dependsOn: refs }],
	};
	await writeFile(path.join(DIST, 'bom.cdx.json'), `${JSON.stringify(bill, null, '\t')}\n`);
}

function componentOf({ name, version, license }) {
	const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
	const ids = [license, ...(MORE_LICENCES[name] ?? [])];
	const licenses = ids.map((id) => ({ license: { id } }));
	return { type: 'library', 'bom-ref': purl, name, version, licenses, purl };
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
