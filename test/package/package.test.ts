import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(__dirname, '../..');
const SCAN = path.join(ROOT, 'scripts/scan.mjs');

/** n8n's linter believes to be looking at its own examples where NODE_ENV says that it is a test. */
const env = { ...process.env, NODE_ENV: undefined };

function run(command: string, args: string[], cwd = ROOT): string {
	return execFileSync(command, args, {
		cwd,
		env,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** What a process that found something to complain about had to say. */
function complaints(command: string, args: string[], cwd = ROOT): string {
	try {
		run(command, args, cwd);
		return '';
	} catch (error) {
		const { stdout, stderr } = error as { stdout: string; stderr: string };
		return stdout + stderr || String(error);
	}
}

/** Which files differ from the last commit, and how; nothing where there is no git. */
function changedFiles(): string {
	if (!existsSync(path.join(ROOT, '.git'))) return '';
	return run('git', ['status', '--porcelain']) + run('git', ['diff']);
}

describe('the published package', () => {
	let work: string;
	let unpacked: string;
	let files: string[];
	let before: string;
	let after: string;

	beforeAll(() => {
		work = mkdtempSync(path.join(tmpdir(), 'modmed-aesthetix-pack-'));
		before = changedFiles();
		run(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build']);
		after = changedFiles();
		run('npm', ['pack', '--ignore-scripts', '--pack-destination', work]);
		const [tarball = ''] = readdirSync(work);
		run('tar', ['-xzf', tarball], work);
		unpacked = path.join(work, 'package');
		files = (readdirSync(unpacked, { recursive: true }) as string[]).sort();
	}, 180_000);

	afterAll(() => rmSync(work, { recursive: true, force: true }));

	const manifest = () =>
		JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')) as {
			dependencies?: object;
			peerDependencies: object;
			n8n: { nodes: string[]; credentials: string[] };
		};

	it('holds what n8n loads and the templates, and nothing of the workshop', () => {
		const folders = new Set(files.map((file) => file.split(path.sep)[0]));
		expect([...folders].sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE.md',
			'README.md',
			'dist',
			'package.json',
			'workflows',
		]);
		expect(files.filter((file) => /sandbox|test|\.ts$/.test(file))).toEqual([]);
		const { nodes, credentials } = manifest().n8n;
		for (const file of [...nodes, ...credentials]) expect(files).toContain(file);
	});

	it('is built without a change to any file that is under version control', () => {
		expect(after).toBe(before);
	});

	it('depends on nothing but n8n', () => {
		expect(manifest().dependencies ?? {}).toEqual({});
		expect(manifest().peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	/** What the bundles hold, by the comments in which the bundler names each file. */
	const bundled = () => {
		const folder = path.join(unpacked, 'dist/vendor');
		const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
		const code = scripts.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
		const names = [...code.matchAll(/^\s*\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)];
		return [...new Set(names.map(([, name = '']) => name))].sort();
	};

	it('passes on every licence of what is bundled', () => {
		const licences = readFileSync(path.join(unpacked, 'dist/vendor/LICENCES.txt'), 'utf8');
		expect(bundled()).toContain('libphonenumber-js');
		for (const name of bundled()) {
			const folder = path.join(ROOT, 'node_modules', name);
			const own = readdirSync(folder).filter((file) => /^(licen|notice|copying)/i.test(file));
			expect([name, own.length > 0]).toEqual([name, true]);
			for (const file of own) {
				expect(licences).toContain(readFileSync(path.join(folder, file), 'utf8').trim());
			}
		}
		expect(licences).toContain('Apache License');
	});

	it('lists what is bundled in a bill of materials', () => {
		const bill = JSON.parse(readFileSync(path.join(unpacked, 'dist/bom.cdx.json'), 'utf8')) as {
			components: Array<{ name: string; version: string }>;
		};
		const versionOf = (name: string) =>
			(
				JSON.parse(readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
					version: string;
				}
			).version;
		expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
		expect(bill.components).toEqual(
			bundled().map((name) => {
				const version = versionOf(name);
				const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
				const licenses = expect.arrayContaining([{ license: { id: expect.any(String) } }]);
				return { type: 'library', 'bom-ref': purl, name, version, licenses, purl };
			}),
		);
	});

	it("passes n8n's package scan as it is published", () => {
		expect(complaints(process.execPath, [SCAN, unpacked])).toBe('');
	}, 120_000);

	it("passes n8n's package scan as source", () => {
		const source = path.join(work, 'source');
		for (const part of ['package.json', 'nodes', 'credentials', 'icons', 'tsconfig.json']) {
			cpSync(path.join(ROOT, part), path.join(source, part), { recursive: true });
		}
		const patterns = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];
		expect(complaints(process.execPath, [SCAN, source, ...patterns])).toBe('');
	}, 120_000);

	it("passes n8n's linter and ours", () => {
		expect(complaints('npm', ['run', 'lint', '--silent'])).toBe('');
	}, 180_000);

	it('compiles strictly, with its tests and its sandbox', () => {
		const tsc = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.test.json'];
		expect(complaints(process.execPath, tsc)).toBe('');
	}, 120_000);
});
