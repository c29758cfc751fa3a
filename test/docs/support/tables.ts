import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { read, ROOT } from './documents';

/** The rows of the tables of a document below a heading, or of all of it, as their cells. */
export function rowsOf(file: string, heading?: string): string[][] {
	const part = heading === undefined ? read(file) : sectionOf(file, heading);
	return part
		.split('\n')
		.map((line) => line.trim())
		.filter((line, index, lines) => line.startsWith('| ') && !lines[index + 1]?.startsWith('|---'))
		.map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));
}

/** The text below a heading, up to the next of its kind. */
export function sectionOf(file: string, heading: string): string {
	return read(file).split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}

/** Templates named in a cell that do not exist. */
export function missingTemplates(cell: string): string[] {
	const named = [...cell.matchAll(/`(\d\d-[a-z-]+\.json)`/g)].map(([, file]) => file ?? '');
	return named.filter((file) => !existsSync(join(ROOT, 'workflows', file)));
}

/** The texts between backticks. */
export function codesIn(cell: string): string[] {
	return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}
