/** A name as people see it in the CRM, compared without case and with spaces as one. */
export function sameLabel(one: string, other: string): boolean {
	return plainLabel(one) === plainLabel(other);
}

export function plainLabel(label: string): string {
	return label.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * The entry of that name, or with exactly that id: lists hand out ids, people type names.
 *
 * @example findByLabel([{ id: 'p1', name: 'Surgical Pipeline' }], 'surgical  pipeline');
 */
export function findByLabel<T extends { id: string; name: string }>(
	entries: readonly T[],
	label: string,
): T | undefined {
	return (
		entries.find(({ name }) => sameLabel(name, label)) ??
		entries.find(({ id }) => id === label.trim())
	);
}

/**
 * Labels from a list, or from a text with commas in between: each once, without empty ones.
 * @example toLabels(' Patient, VIP,, patient ') // ['patient', 'VIP']
 */
export function toLabels(value: unknown): string[] {
	const texts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const labels = texts.map((text) => text.trim()).filter((text) => text !== '');
	return [...new Map(labels.map((label) => [plainLabel(label), label])).values()];
}
