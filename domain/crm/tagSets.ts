import { plainLabel } from '../text/label';

/** Tags as a set: from a list or from text with commas, each once, without empty ones. */
export function toLabels(value: unknown): string[] {
	const texts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const tags = texts.map((text) => text.trim()).filter((text) => text !== '');
	return [...new Map(tags.map((tag) => [plainLabel(tag), tag])).values()];
}

/** Those of `wanted` that are not in `present`. The CRM writes its tags in lower case. */
export function missingTags(wanted: readonly string[], present: readonly string[]): string[] {
	const held = new Set(present.map(plainLabel));
	return wanted.filter((tag) => !held.has(plainLabel(tag)));
}

/** Those of `wanted` that are in `present`, spelled as they are there. */
export function presentTags(wanted: readonly string[], present: readonly string[]): string[] {
	const named = new Set(wanted.map(plainLabel));
	return present.filter((tag) => named.has(plainLabel(tag)));
}
