/** A table as Markdown, numbers to the right, so that README can quote it. */
export function table(titles: string[], rows: Array<Array<string | number>>): string {
	const cells = [titles, ...rows.map((row) => row.map(String))];
	const widths = titles.map((_, column) =>
		Math.max(...cells.map((row) => (row[column] ?? '').length), 3),
	);
	const isNumber = titles.map((_, column) => typeof rows[0]?.[column] === 'number');
	const line = (row: string[]) =>
		`| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, isNumber[column])).join(' | ')} |`;
	const rule = widths.map((width, column) =>
		isNumber[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
	);
	return [line(titles), line(rule), ...cells.slice(1).map(line)].join('\n');
}

function pad(text: string, width: number, toTheRight = false): string {
	return toTheRight ? text.padStart(width) : text.padEnd(width);
}
