import { codesIn, rowsOf } from './tables';

/** The environment variables that docs/implementers.md gives a value. */
export function documentedSettings(): Record<string, string> {
	const rows = rowsOf('docs/implementers.md', '## Environment variables');
	return Object.fromEntries(
		rows.flatMap(([names = '', value = '']) => {
			const [wanted] = codesIn(value);
			return wanted === undefined ? [] : codesIn(names).map((name) => [name, wanted]);
		}),
	);
}
