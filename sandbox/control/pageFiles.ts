import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../http/exchange';

const FOLDER = join(__dirname, '..', 'page');

/** The page's own files and nothing else. */
const FILES = [
	'index.html',
	'style.css',
	'schedule.css',
	'crm.css',
	'app.js',
	'schedule.js',
	'contacts.js',
	'boards.js',
	'dom.js',
];

const TYPES: Record<string, string> = {
	html: 'text/html',
	css: 'text/css',
	js: 'text/javascript',
};

export function pageFile(path: string): Answer {
	const file = path === '/' ? 'index.html' : path.slice(1);
	if (!FILES.includes(file)) return { status: 404, body: 'Not found' };
	const type = TYPES[file.split('.').pop() ?? ''];
	const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
	return { status: 200, body: readFileSync(join(FOLDER, file), 'utf8'), headers };
}
