import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../../..');

/** Every document that people read, as a path from the root. */
export const DOCUMENTS = [
	'README.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	'sandbox/README.md',
	...readdirSync(join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

export function read(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}

/** A document without what stands between fences: commands, samples and diagrams. */
export function proseOf(file: string): string {
	return read(file).replace(/^```[^]*?^```$/gm, '');
}
