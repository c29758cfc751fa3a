import type { Category, MovingCategory } from '../vocabulary';
import { CATEGORIES, MOVING_CATEGORIES, OTHER_CATEGORY_NAMES } from '../vocabulary';
import { sameLabel } from '../text/label';
import { normalized } from '../text/normalized';

/** One row of the practice's Appointment Categorization. */
export interface Mapping {
	appointmentType: string;
	category: Category;
}

export type Categorization =
	{ category: Category } | { unmapped: 'noType' | 'notListed' | 'contradictory' };

/**
 * A type name without case, accents, dashes and spaces, and nothing more: names that differ by a
 * letter or a digit are two types.
 * @example comparableTypeName('Pré–Op  Visit') // 'preopvisit'
 */
export function comparableTypeName(name: string): string {
	return normalized(name, 'NFKD')
		.replace(/[\p{M}\p{Pd}\u2212\u00ad\s]/gu, '')
		.toLowerCase();
}

/**
 * The category that the practice gave to a type. A row with exactly that name wins over rows that
 * only compare equal; contradictory rows are not guessed at.
 * @example categorize('botox', [{ appointmentType: 'Botox', category: 'Non-Surgical Consult' }])
 * // { category: 'Non-Surgical Consult' }
 * @example categorize('Filler', []) // { unmapped: 'notListed' }
 */
export function categorize(typeName: string, mappings: readonly Mapping[]): Categorization {
	const wanted = comparableTypeName(typeName);
	if (wanted === '') return { unmapped: 'noType' };

	const alike = mappings.filter((row) => comparableTypeName(row.appointmentType) === wanted);
	const exact = alike.filter((row) => row.appointmentType.trim() === typeName.trim());
	const categories = new Set((exact.length > 0 ? exact : alike).map((row) => row.category));

	const [category] = categories;
	if (category === undefined) return { unmapped: 'notListed' };
	return categories.size === 1 ? { category } : { unmapped: 'contradictory' };
}

/**
 * Whether the appointments of a category move an opportunity.
 * @example isMoving('Pre-Op') // false
 */
export function isMoving(category: Category): category is MovingCategory {
	return MOVING_CATEGORIES.some((moving) => moving === category);
}

/**
 * The category of that name, whatever its case, or `undefined` for a name that is none.
 * @example readCategory('post-op appointment') // 'Post-Op'
 * @example readCategory('Surgical') // undefined
 */
export function readCategory(name: string): Category | undefined {
	return (
		CATEGORIES.find((category) => sameLabel(category, name)) ??
		OTHER_CATEGORY_NAMES.find(({ alsoCalled }) => sameLabel(alsoCalled, name))?.name
	);
}
