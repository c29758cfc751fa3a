import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

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

function read(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}

/** The scenarios of a cell, with `<br>` in between. */
export function scenariosOf(cell: string): string[] {
	return cell.split('<br>').map((scenario) => scenario.trim());
}

/** What is wrong with a scenario written as `file` › title; nothing where the file has that test. */
export function missingScenario(scenario: string): string {
	const [, file, title] = /^`([^`]+)` › (.+)$/.exec(scenario) ?? [];
	if (file === undefined || title === undefined) return `Not a scenario: ${scenario}`;
	const path = join(ROOT, 'test', file);
	if (!existsSync(path)) return `No file ${file}`;
	const source = readFileSync(path, 'utf8').replace(/\\'/g, "'");
	return source.includes(title) ? '' : `No test "${title}" in ${file}`;
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
