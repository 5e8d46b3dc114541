/**
 * Writes a table in Markdown, padded so that it can be read as text, too.
 *
 * @param rows the cells of each line, the heading first
 */
export function markdownTable(rows: string[][]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
	);
	const line = (row: string[]): string =>
		`| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const [heading = [], ...body] = rows;
	return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
