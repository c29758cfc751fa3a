import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { FIELDS, TAGS } from '../../domain/vocabulary';
import { DOCUMENTS, proseOf, read, ROOT } from './support/documents';

/** Names from other people's screens: the CRM's, n8n's. */
const ELSEWHERE = ['Settings', 'Gender', 'Project Viewer'];

const templates = readdirSync(join(ROOT, 'workflows')).filter((file) => file.endsWith('.json'));
const workflows = templates.map((file) => read(`workflows/${file}`));
const sources = readdirSync(join(ROOT, 'nodes'), { recursive: true })
	.map(String)
	.filter((file) => file.endsWith('.ts'))
	.map((file) => read(`nodes/${file}`));

/** `03-sync-charges.json` is Sync charges. */
function shortName(file: string): string {
	const words = file.replace(/^\d+-|\.json$/g, '').replaceAll('-', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const crmNames = [...Object.values(FIELDS).map(({ name }) => name), ...Object.values(TAGS)];
const known = new Set<string>([...ELSEWHERE, ...templates.map(shortName), ...crmNames]);

/** On a canvas, in a template's parameters, or as a label of a node. */
function isShown(name: string): boolean {
	return (
		known.has(name) ||
		workflows.some((json) => json.includes(JSON.stringify(name))) ||
		sources.some((source) => source.includes(`'${name}'`))
	);
}

/** What stands in italics, as its steps: `ModMed → Appointment → Get Many`. */
function namesIn(file: string): string[][] {
	const italics = proseOf(file)
		.replaceAll('**', '')
		.matchAll(/\*([^*|\n]+)\*/g);
	return [...italics].map(([, path = '']) => path.split(' → '));
}

describe.each(DOCUMENTS)('%s', (file) => {
	it('names nothing in italics that no screen shows', () => {
		const steps = namesIn(file).flatMap((path) => (path[0] === 'Settings' ? [] : path));
		expect(steps.filter((name) => !isShown(name))).toEqual([]);
	});
});
