/** The practice's categories of appointment, in the order people see them. */
export const CATEGORIES = [
	'Surgical Consult',
	'Surgical Appointment',
	'Non-Surgical Consult',
	'Non-Surgical Appointment',
	'Pre-Op',
	'Post-Op',
	'Block',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** The categories whose appointments move an opportunity. */
export const MOVING_CATEGORIES = [
	'Surgical Consult',
	'Surgical Appointment',
	'Non-Surgical Consult',
	'Non-Surgical Appointment',
] as const satisfies readonly Category[];

export type MovingCategory = (typeof MOVING_CATEGORIES)[number];

export function isMoving(category: Category): category is MovingCategory {
	return MOVING_CATEGORIES.some((moving) => moving === category);
}

/** Categories stand in sheets under longer names too. */
const OTHER_SPELLINGS: ReadonlyMap<string, Category> = new Map([
	['pre-op appointment', 'Pre-Op'],
	['post-op appointment', 'Post-Op'],
]);

/**
 * The category of that name, whatever its case, or `undefined` for a name that is none.
 *
 * @example readCategory('post-op appointment') // 'Post-Op'
 */
export function readCategory(name: string): Category | undefined {
	const wanted = name.trim().replace(/\s+/g, ' ').toLowerCase();
	return (
		CATEGORIES.find((category) => category.toLowerCase() === wanted) ?? OTHER_SPELLINGS.get(wanted)
	);
}
