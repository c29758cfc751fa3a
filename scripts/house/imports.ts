import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['credentials', 'nodes', 'domain', 'vendor', 'sandbox', 'scripts'];

/** Each source file with the files it imports, also where it imports types only. */
export type Imports = Map<string, string[]>;

export function readImports(): Imports {
	return new Map(sourceFiles().map((file) => [file, importsOf(file)]));
}

/**
 * The circles of imports, each as the files on the way round. A file is in one circle at most.
 * @example circlesIn(new Map([['a.ts', ['b.ts']], ['b.ts', ['a.ts']]])) // [['a.ts', 'b.ts']]
 */
export function circlesIn(imports: Imports): string[][] {
	const done = new Set<string>();
	const circles: string[][] = [];
	const visit = (file: string, path: string[]) => {
		const start = path.indexOf(file);
		if (start >= 0) circles.push(path.slice(start));
		if (start >= 0 || done.has(file)) return;
		for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
		done.add(file);
	};
	for (const file of imports.keys()) visit(file, []);
	return circles;
}

function sourceFiles(): string[] {
	return FOLDERS.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => posix.join(folder, file.replaceAll('\\', '/'))),
	).sort();
}

function importsOf(file: string): string[] {
	const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'));
	const relative = importedFiles.map(({ fileName }) => fileName).filter((name) => /^\./.test(name));
	return relative.flatMap((name) => {
		const path = posix.join(dirname(file), name);
		return [`${path}.ts`, `${path}/index.ts`].find((each) => existsSync(join(ROOT, each))) ?? [];
	});
}
