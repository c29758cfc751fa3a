import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { ROOT } from './documents';

/** The scenarios of a cell, with `<br>` in between. */
export function scenariosOf(cell: string): string[] {
	return cell.split('<br>').map((scenario) => scenario.trim());
}

/** What is wrong with a scenario written as `file` › title; empty where the file has that test. */
export function missingScenario(scenario: string): string {
	const [, file, title] = /^`([^`]+)` › (.+)$/.exec(scenario) ?? [];
	if (file === undefined || title === undefined) return `Not a scenario: ${scenario}`;
	const path = join(ROOT, 'test', file);
	if (!existsSync(path)) return `No file ${file}`;
	return titlesIn(path).has(title) ? '' : `No test "${title}" in ${file}`;
}

const titles = new Map<string, Set<string>>();

/** The titles of the tests and groups of a file, with their placeholders as they are written. */
function titlesIn(path: string): Set<string> {
	const known = titles.get(path);
	if (known) return known;
	const found = new Set<string>();
	const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /^(it|test|describe)/.test(node.expression.getText(source))) {
			const title = node.arguments[0];
			if (title && ts.isStringLiteralLike(title)) found.add(title.text);
			if (title && ts.isTemplateExpression(title)) {
				found.add(title.getText(source).slice(1, -1));
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	titles.set(path, found);
	return found;
}
