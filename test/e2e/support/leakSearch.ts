import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What was found, how it was encoded, and where: a table and column, or a file. */
export interface Finding {
	name: string;
	encoding: string;
	where: string;
}

/** Every encoding in which a program may write a text without meaning to hide it. */
export function encodingsOf(text: string): Map<string, Buffer> {
	const escaped = [...text]
		.map((letter) => (/[\w .@-]/.test(letter) ? letter : unicodeEscape(letter)))
		.join('');
	const forms: Array<[string, string]> = [
		['plain', text],
		['JSON', JSON.stringify(text).slice(1, -1)],
		['JSON in JSON', JSON.stringify(JSON.stringify(text)).slice(3, -3)],
		['ASCII JSON', escaped],
		['URL', encodeURIComponent(text)],
		['form', encodeURIComponent(text).replaceAll('%20', '+')],
		['hex', Buffer.from(text).toString('hex')],
		...[0, 1, 2].map((offset): [string, string] => ['base64', innerBase64(text, offset)]),
	];
	const distinct = new Map(forms.map(([form, written]) => [written, form]));
	return new Map(
		[...distinct].map(([written, form]) => [`${form}: ${written}`, Buffer.from(written)]),
	);
}

/** The part of a text's base64 that is the same whatever surrounds it, for one of three offsets. */
function innerBase64(text: string, offset: number): string {
	const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
	const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
	return whole.slice(offset === 0 ? 0 : 4);
}

function unicodeEscape(letter: string): string {
	return [...letter.split('')]
		.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
}

/** Looks for texts in all their encodings. */
export class LeakSearch {
	private readonly wanted: Array<{ name: string; encoding: string; bytes: Buffer }>;

	constructor(texts: Record<string, string>) {
		this.wanted = Object.entries(texts).flatMap(([name, text]) =>
			[...encodingsOf(text)].map(([encoding, bytes]) => ({ name, encoding, bytes })),
		);
	}

	/** Every row of every table, including those only marked as deleted. */
	inDatabase(file: string): Finding[] {
		const database = new DatabaseSync(file, { readOnly: true });
		try {
			const tables = database
				.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
				.all()
				.map(({ name }) => String(name));
			return tables.flatMap((table) =>
				database
					.prepare(`SELECT * FROM "${table}"`)
					.all()
					.flatMap((row) =>
						Object.entries(row).flatMap(([column, value]) =>
							this.inValue(value, `${table}.${column}`),
						),
					),
			);
		} finally {
			database.close();
		}
	}

	/** Every file below a folder, byte by byte: including free pages and the journal of a database. */
	inFiles(folder: string, skip: RegExp): Finding[] {
		return filesIn(folder)
			.filter((file) => !skip.test(relative(folder, file)))
			.flatMap((file) => this.inBytes(readFileSync(file), relative(folder, file)));
	}

	private inValue(value: unknown, where: string): Finding[] {
		if (value === null || value === undefined) return [];
		if (value instanceof Uint8Array) return this.inBytes(Buffer.from(value), where);
		return this.inBytes(Buffer.from(String(value)), where);
	}

	inBytes(bytes: Buffer, where: string): Finding[] {
		return this.wanted
			.filter((wanted) => bytes.includes(wanted.bytes))
			.map(({ name, encoding }) => ({ name, encoding, where }));
	}
}

function filesIn(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? filesIn(path) : [path];
	});
}
