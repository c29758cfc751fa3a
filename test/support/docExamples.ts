import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';

import ts from 'typescript';

const ROOT = join(__dirname, '../..');

export interface DocExample {
	file: string;
	/** The function whose docstring holds it. */
	name: string;
	/** What is called, an expression of the module's own exports. */
	call: string;
	/** What it gives, an expression again. */
	result: string;
}

/** The modules of a folder, as paths from the root. */
export function modulesIn(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true })
		.map((file) => join(folder, String(file)))
		.filter((file) => file.endsWith('.ts'))
		.sort();
}

/** The examples in the docstrings of a module: `call // result`, the result on lines below perhaps. */
export function examplesIn(file: string): DocExample[] {
	return functionsIn(file).flatMap((node) =>
		ts
			.getJSDocTags(node)
			.filter(({ tagName }) => tagName.text === 'example')
			.map((tag) => {
				const text = ts.getTextOfJSDocComment(tag.comment) ?? '';
				const [call = '', ...result] = text.split(/(?:^|\s)\/\/ /);
				return { file, name: node.name?.text ?? '', call: call.trim(), result: result.join(' ') };
			}),
	);
}

/** The exported functions of a module that have no docstring. */
export function undocumentedIn(file: string): string[] {
	return functionsIn(file)
		.filter((node) => ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export)
		.filter((node) => !ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc))
		.map((node) => `${file}: ${node.name?.text ?? ''}`);
}

/** Both sides of an example, calculated. */
export async function valuesOf({ file, call, result }: DocExample): Promise<[unknown, unknown]> {
	const path = relative(__dirname, join(ROOT, file.replace(/\.ts$/, '')));
	const exported = (await import(path)) as Record<string, unknown>;
	return [evaluate(call.replace(/;$/, ''), exported), evaluate(result, exported)];
}

function evaluate(expression: string, scope: Record<string, unknown>): unknown {
	return runInNewContext(`(${expression})`, { URL, ...scope }) as unknown;
}

function functionsIn(file: string): ts.FunctionDeclaration[] {
	const text = ts.sys.readFile(join(ROOT, file)) ?? '';
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	return source.statements.filter(ts.isFunctionDeclaration);
}
