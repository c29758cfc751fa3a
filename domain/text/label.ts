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
