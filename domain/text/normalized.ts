/** Letters. Names and labels are shorter, and sorting the accents of a huge text takes minutes. */
const MAX_LENGTH = 1_000;

/**
 * A text in a Unicode normalization form, so that the same letters are the same text. One of more
 * than 1,000 letters stays as it is.
 * Source: https://unicode.org/reports/tr15/
 * @example normalized('é', 'NFKD').length // 2
 */
export function normalized(text: string, form: 'NFC' | 'NFKD'): string {
	return text.length > MAX_LENGTH ? text : text.normalize(form);
}
