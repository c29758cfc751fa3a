import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { DOCUMENTS, proseOf, read, ROOT } from './support/documents';
import { repeatedSentences } from './support/sentences';

const FOLDERS =
	'domain|nodes|credentials|vendor|workflows|sandbox|host|scripts|test|docs|\\.github';

/** `[text](address)` and `![text](address)`, those on the web left out. */
function linksIn(file: string): string[] {
	const links = [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to ?? '');
	return links.filter((to) => !/^[a-z]+:/.test(to));
}

/** The anchor that GitHub gives a heading. */
function anchorsOf(path: string): string[] {
	const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)];
	return headings.map(([, text = '']) =>
		text
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

function isBroken(file: string, link: string): boolean {
	const [target = '', anchor] = link.split('#');
	const path = target === '' ? join(ROOT, file) : join(ROOT, dirname(file), target);
	if (!existsSync(path)) return true;
	return anchor !== undefined && !anchorsOf(path).includes(anchor);
}

describe.each(DOCUMENTS)('%s', (file) => {
	it('has links and images that lead somewhere', () => {
		expect(linksIn(file).filter((link) => isBroken(file, link))).toEqual([]);
	});

	it('names npm scripts that exist', () => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const named = [...read(file).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
		const unknown = named
			.map(([, run, short]) => run ?? short ?? '')
			.filter((name) => !scripts[name]);
		expect(unknown).toEqual([]);
	});

	it('names source files and folders that exist', () => {
		// Not the files in front of a test's title: those are seen to with the title.
		const path = new RegExp(`\`((?:${FOLDERS})/[^\`\\s<>*…{}]*)\`(?! ›)`, 'g');
		const named = [...read(file).matchAll(path)].map(([, name]) => name ?? '');
		expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
	});
});

describe('the documents together', () => {
	it('say nothing twice', () => {
		expect(repeatedSentences(DOCUMENTS)).toEqual([]);
	});

	it('would see a sentence that stands twice', () => {
		const [first = ''] = DOCUMENTS;
		expect(repeatedSentences([first, first]).length).toBeGreaterThan(5);
	});

	it('are all reached from the README', () => {
		const reached = new Set(['README.md']);
		for (const file of reached) {
			for (const link of linksIn(file)) {
				const to = join(dirname(file), link.split('#')[0] ?? '');
				if (to.endsWith('.md')) reached.add(to);
			}
		}
		expect([...reached].sort()).toEqual([...DOCUMENTS].sort());
	});

	it('tell how to run and test, word for word', () => {
		for (const command of ['npm ci && npm start', 'npm ci && npm test']) {
			expect(read('README.md')).toContain(`\n\`\`\`sh\n${command}\n\`\`\`\n`);
		}
	});
});
