/** Letters. The CRM may refuse or cut what is longer. */
const MAX_LINE_LENGTH = 2_000;
const MAX_NOTE_LENGTH = 4_700;

/** Marks that reverse the reading order, of what follows them too. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** All control characters but the line break. */
const CONTROLS = /[^\P{Cc}\n]|\ufeff/gu;
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/**
 * What somebody typed as one line of at most 2,000 letters, without control characters and marks
 * that reverse the reading order.
 * @example plainLine(' Consult\r\nLeft \u202eeye ') // 'Consult Left eye'
 */
export function plainLine(text: string): string {
	// Cut first, with room for what will be removed, so that a huge text costs no time.
	const line = visible(text.slice(0, 4 * MAX_LINE_LENGTH))
		.replace(/\s+/g, ' ')
		.trim();
	return truncated(line, MAX_LINE_LENGTH);
}

/**
 * A note of at most 4,700 letters that is nothing but text: no HTML, no merge field of the CRM, and
 * no line like the one by which our own notes are recognised.
 * @example plainNote('<b>{{contact.name}}</b>') // '‹b›{ {contact.name} }‹/b›'
 */
export function plainNote(text: string): string {
	const note = visible(text.slice(0, 4 * MAX_NOTE_LENGTH))
		.replace(/</g, '‹')
		.replace(/>/g, '›')
		.replace(/\{(?=\{)/g, '{ ')
		.replace(/\}(?=\})/g, '} ')
		.replace(/^([^\S\n]*)Ref:/gim, '$1Ref :')
		.trimEnd();
	return truncated(note, MAX_NOTE_LENGTH);
}

function visible(text: string): string {
	return text
		.toWellFormed()
		.replace(LINE_BREAKS, '\n')
		.replace(/\t/g, ' ')
		.replace(CONTROLS, '')
		.replace(DIRECTION_MARKS, '');
}

function truncated(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	// Cutting must not leave half of a surrogate pair.
	const start = text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '');
	return `${start.trimEnd()}…`;
}
