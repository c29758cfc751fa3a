import { proseOf } from './documents';

/** Shorter ones are labels and answers, which may come again. */
const LONGEST_THAT_MAY_REPEAT = 8;

/** Sentences that stand in the documents more than once. */
export function repeatedSentences(files: readonly string[]): string[] {
	const seen = new Set<string>();
	const repeated = new Set<string>();
	for (const sentence of files.flatMap(sentencesOf)) {
		if (seen.has(sentence)) repeated.add(sentence);
		seen.add(sentence);
	}
	return [...repeated];
}

/** The sentences of paragraphs, list items and cells, as bare words. References to tests are none. */
function sentencesOf(file: string): string[] {
	const cells = proseOf(file)
		.split(/\n|<br>| \| /)
		.filter((cell) => !cell.includes('` › '));
	return cells
		.flatMap((cell) => cell.split(/(?<=[.:;?!])\s+/))
		.map(wordsOf)
		.filter((words) => words.length > LONGEST_THAT_MAY_REPEAT)
		.map((words) => words.join(' '));
}

function wordsOf(sentence: string): string[] {
	const shown = sentence.toLowerCase().replace(/\]\([^)]*\)/g, ']');
	return shown.match(/[\p{L}\p{N}/-]+/gu) ?? [];
}
