import { normalized } from './normalized';

/**
 * Whether two names are the same to people in the CRM: case and the number of spaces aside.
 * @example sameLabel('Cancelled / No-Show', 'cancelled /  no-show') // true
 */
export function sameLabel(one: string, other: string): boolean {
	return plainLabel(one) === plainLabel(other);
}

/**
 * A name as it is compared.
 * @example plainLabel('  VIP  Patient ') // 'vip patient'
 */
export function plainLabel(label: string): string {
	return normalized(label, 'NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

/**
 * The entry of that name, or with exactly that id: n8n's lists give ids, people type names.
 * @example findByLabel([{ id: 'p1', name: 'Surgical Pipeline' }], 'surgical  pipeline')
 * // { id: 'p1', name: 'Surgical Pipeline' }
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
