import type { IncidentBooks } from './books';
import type { IncidentPlan } from './incidents';

/** What one way of polling came to, as the test writes it for the command. */
export type WrittenIncidents = IncidentPlan & IncidentBooks & { way: string };

type Row = [name: string, cell: (one: WrittenIncidents) => number | string];

const ROWS: Row[] = [
	['days', ({ days }) => days],
	['dataflows', ({ dataflows }) => dataflows],
	['times that a dataflow failed, once or in a row', ({ failed }) => failed],
	['silences of more than 10 hours', ({ silent }) => silent],
	[
		'dataflows disabled by a person, or by Adobe after 30 days of failures',
		({ disabled }) => disabled,
	],
	['recoveries, of a failure and a silence together if both went on', ({ ended }) => ended],
	['items expected and handed out once', ({ once }) => once],
	['false alarms', ({ falseAlarms }) => falseAlarms.length],
	['misses', ({ misses }) => misses.length],
];

/** The outcome as a table in Markdown. */
export function incidentTable(ways: readonly WrittenIncidents[]): string {
	const line = (cells: Array<number | string>) =>
		`| ${cells.map((cell) => cell.toLocaleString('en-US')).join(' | ')} |`;
	return [
		line(['Counted', ...ways.map(({ way }) => way)]),
		line(['---', ...ways.map(() => '---')]),
		...ROWS.map(([name, cell]) => line([name, ...ways.map(cell)])),
	].join('\n');
}
