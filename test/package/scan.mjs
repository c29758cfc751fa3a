// n8n's scanner looks at published packages only; this asks the same judge about a folder.
import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);
const {
	passed,
	message = '',
	details = '',
} = await analyzePackage(folder, patterns.length > 0 ? patterns : undefined);
if (!passed) {
	console.error(`${message}\n${details}`);
	process.exitCode = 1;
}
