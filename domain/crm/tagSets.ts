import { plainLabel } from '../text/label';

/**
 * Those of `wanted` that are not in `present`. The CRM writes its tags in lower case.
 * @example missingTags(['Patient', 'VIP'], ['patient']) // ['VIP']
 */
export function missingTags(wanted: readonly string[], present: readonly string[]): string[] {
	const held = new Set(present.map(plainLabel));
	return wanted.filter((tag) => !held.has(plainLabel(tag)));
}

/**
 * Those of `wanted` that are in `present`, spelled as they are there.
 * @example presentTags(['Patient', 'VIP'], ['patient']) // ['patient']
 */
export function presentTags(wanted: readonly string[], present: readonly string[]): string[] {
	const named = new Set(wanted.map(plainLabel));
	return present.filter((tag) => named.has(plainLabel(tag)));
}
