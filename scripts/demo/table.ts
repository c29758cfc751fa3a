/** A plain-text table with a heading row; long cells wrap. */
export function table(columns: Array<[heading: string, width: number]>, rows: string[][]): string {
	const widths = columns.map(([, width]) => width);
	const line = widths.map((width) => '─'.repeat(width)).join('─┼─');
	const heading = formatRow(
		columns.map(([title]) => title),
		widths,
	);
	return [heading, ...rows.map((row) => formatRow(row, widths))].join(`\n${line}\n`);
}

function formatRow(cells: string[], widths: number[]): string {
	const columns = cells.map((cell, index) => wrapText(cell, widths[index] ?? 20));
	const height = Math.max(1, ...columns.map((lines) => lines.length));
	return Array.from({ length: height }, (_, row) =>
		columns.map((lines, index) => (lines[row] ?? '').padEnd(widths[index] ?? 20)).join(' │ '),
	).join('\n');
}

function wrapText(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const part of text.split('\n')) {
		let line = '';
		for (const word of part.split(' ')) {
			const longer = line === '' ? word : `${line} ${word}`;
			if (line !== '' && longer.length > width) {
				lines.push(line);
				line = word;
			} else {
				line = longer;
			}
		}
		lines.push(line.slice(0, width));
	}
	return lines;
}
