import { comparableTypeName } from '../../domain/appointment/category';
import { distance } from '../../vendor/levenshtein';

/** Known names that look most like an unknown one. Suggestions for people: nothing is mapped by them. */
export function nearestTypes(typeName: string, known: string[], howMany = 3): string[] {
	const wanted = comparableTypeName(typeName);
	if (wanted === '') return [];
	return [...new Set(known)]
		.map((name) => ({ name, away: distance(wanted, comparableTypeName(name)) }))
		.filter(({ away }) => away <= wanted.length / 2)
		.sort((a, b) => a.away - b.away || a.name.localeCompare(b.name))
		.slice(0, howMany)
		.map(({ name }) => name);
}
