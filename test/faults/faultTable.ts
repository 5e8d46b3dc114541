import { markdownTable } from '../markdownTable';
import type { Call } from './calls';
import type { FaultScript } from './faultScripts';
import type { Cell } from './matrix';

/** The cells by row and column name; a pair that makes no sense has none. */
export type Cells = Map<string, Cell>;

export const cellKey = (script: FaultScript, call: Call): string => `${script.name} | ${call.name}`;

const shown = (cell: Cell | undefined): string => (cell ? `${cell.outcome} · ${cell.requests}` : '–');

/** Writes one table in Markdown, without rows that fit no call. */
export function faultTable(scripts: FaultScript[], calls: Call[], cells: Cells): string {
	return markdownTable([
		['Fault', ...calls.map(({ name }) => name)],
		...scripts
			.filter((script) => calls.some((call) => cells.has(cellKey(script, call))))
			.map((script) => [
				script.name,
				...calls.map((call) => shown(cells.get(cellKey(script, call)))),
			]),
	]);
}
