import type { Imports } from './imports';

const START = '<!-- house: drawn from the imports by `npm run picture` -->';
const END = '<!-- /house -->';

/** Two diagrams for Mermaid: which folder imports from which, in the house and inside domain/. */
export function drawHouse(imports: Imports): string {
	const domain = new Map([...imports].filter(([file]) => file.startsWith('domain/')));
	return [
		'What each folder imports from:',
		diagram(imports, roomOf),
		'Inside `domain/`:',
		diagram(domain, (file) => file.split('/').slice(0, 2).join('/')),
	].join('\n\n');
}

function diagram(imports: Imports, nameOf: (file: string) => string): string {
	const arrows = new Set<string>();
	for (const [file, imported] of imports) {
		const from = nameOf(file);
		for (const to of imported.map(nameOf)) if (from !== to) arrows.add(arrow(from, to));
	}
	return ['```mermaid', 'flowchart TD', ...[...arrows].sort(), '```'].join('\n');
}

/** The document with the picture between its marks replaced; throws where it has no marks. */
export function withPicture(document: string, picture: string): string {
	const start = document.indexOf(START);
	const end = document.indexOf(END);
	if (start < 0 || end < start) throw new Error(`The document has no ${START} … ${END}`);
	return `${document.slice(0, start)}${START}\n\n${picture}\n\n${document.slice(end)}`;
}

/** Each node's folder is a room of its own; elsewhere the first part of the path is. */
function roomOf(file: string): string {
	return file
		.split('/')
		.slice(0, file.startsWith('nodes/') ? 2 : 1)
		.join('/');
}

function arrow(from: string, to: string): string {
	return `\t${boxOf(from)} --> ${boxOf(to)}`;
}

function boxOf(room: string): string {
	return `${room.replace(/\W/g, '_')}["${room}"]`;
}
