// npm run scan: n8n's scanner, which looks at published packages only, on the package as it would be
// published. With arguments it scans that folder instead: scan.mjs FOLDER [PATTERN ...]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);

if (folder) await scan(folder, patterns);
else await scanPackage();

async function scanPackage() {
	const work = mkdtempSync(join(tmpdir(), 'package-scan-'));
	const shell = process.platform === 'win32';
	try {
		execFileSync('npm', ['pack', '--silent', '--pack-destination', work], {
			shell,
			stdio: 'ignore',
		});
		execFileSync('tar', ['-xzf', ...readdirSync(work)], { cwd: work });
		await scan(join(work, 'package'), []);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

async function scan(where, files) {
	const result = await analyzePackage(where, files.length > 0 ? files : undefined);
	const { passed, message = '', details = '' } = result;
	if (passed) return;
	console.error(`${message}\n${details}`);
	process.exitCode = 1;
}
