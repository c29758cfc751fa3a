/** Longer ones are of no use in a field or a note, and the CRM may refuse or cut them. */
const LONGEST_LINE = 2_000;
const LONGEST_NOTE = 4_700;

/** Turn the reading order around, for what comes after them too. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** All but the line break. */
const CONTROLS = /[^\P{Cc}\n]|\ufeff/gu;
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/**
 * What somebody has typed, as one line of text: without line breaks, control characters and marks
 * that turn the reading order around, and not endless.
 * @example plainLine(' Consult\r\nLeft \u202eeye ') // 'Consult Left eye'
 */
export function plainLine(text: string): string {
	// Cut first, with room for what will be taken out: the rest is not worth the time.
	const line = visible(text.slice(0, 4 * LONGEST_LINE))
		.replace(/\s+/g, ' ')
		.trim();
	return shortened(line, LONGEST_LINE);
}

/**
 * A note as nothing but text, whoever shows it: nothing in it is HTML, a merge field of the CRM or
 * a line like the one by which our notes are recognised.
 */
export function plainNote(text: string): string {
	const note = visible(text.slice(0, 4 * LONGEST_NOTE))
		.replace(/</g, '‹')
		.replace(/>/g, '›')
		.replace(/\{(?=\{)/g, '{ ')
		.replace(/\}(?=\})/g, '} ')
		.replace(/^([^\S\n]*)Ref:/gim, '$1Ref :')
		.trimEnd();
	return shortened(note, LONGEST_NOTE);
}

function visible(text: string): string {
	return text
		.toWellFormed()
		.replace(LINE_BREAKS, '\n')
		.replace(/\t/g, ' ')
		.replace(CONTROLS, '')
		.replace(DIRECTIONS, '');
}

function shortened(text: string, longest: number): string {
	if (text.length <= longest) return text;
	// A letter beyond the 16 bits has two halves.
	const start = text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '');
	return `${start.trimEnd()}…`;
}
