import type { CrmWorld } from './world';

/** The CRM's spelling of tag names, without repetitions. */
export function spelled(names: string[], world: CrmWorld): string[] {
	const lowered = world.unknowns.get('tagCase') === 'lowered';
	const trimmed = names.map((name) => name.trim()).filter(Boolean);
	return [...new Set(trimmed.map((name) => (lowered ? name.toLowerCase() : name)))];
}

/** The same, and tags the location has not seen before are added to it. */
export function registered(names: string[], world: CrmWorld): string[] {
	const tags = spelled(names, world);
	for (const name of tags) {
		if (!world.tags.some((tag) => sameTag(tag.name, name))) {
			world.tags.push({ id: world.ids.next(), name });
		}
	}
	return tags;
}

export function sameTag(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}
