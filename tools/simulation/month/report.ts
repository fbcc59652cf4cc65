import { table } from '../../storm/table';
import type { Counted, MonthBooks } from './books';

/** The books of one month, as the test writes them down. */
export interface WrittenBooks extends MonthBooks {
	way: string;
	days: number;
	seed: number;
	seconds: number;
}

const often = ({ once, tooOften, never }: Counted) =>
	[once, tooOften.length, never.length].join(' / ');

/** A row of the table: its title, and what it says of a month. */
type Line = [string, (books: WrittenBooks) => number | string];

/** One column for each month. */
export function monthTable(months: WrittenBooks[]): string {
	const causes = [...new Set(months.flatMap(({ failed }) => Object.keys(failed)))].sort();
	const lines: Line[] = [
		['days', ({ days }) => days],
		['seed', ({ seed }) => seed],
		['dataflows', ({ dataflows }) => dataflows],
		['runs', ({ runs }) => runs],
		...causes.map((cause): Line => [`failed, cause ${cause}`, ({ failed }) => failed[cause] ?? 0]),
		['runs of destinations and internal flows', ({ others }) => others],
		['restarts of n8n', ({ restarts }) => restarts],
		['polls abandoned by n8n', ({ abandonedPolls }) => abandonedPolls],
		['key updates', ({ keyUpdates }) => keyUpdates],
		['key updates without the cause credentials', (books) => books.keyUpdatesWithoutCause],
		['retries', ({ retries }) => retries],
		['messages', ({ messages }) => messages],
		['files', ({ files }) => files.once + files.tooOften.length + files.never.length],
		['files ingested once', ({ files }) => files.once],
		['files ingested more than once, named in a hint', ({ files }) => files.named.length],
		['files ingested more than once without a hint', ({ files }) => files.withoutHint.length],
		['files never ingested', ({ files }) => files.never.length],
		['runs reported once / more than once / never', ({ reported }) => often(reported)],
		...[0, 1].map((index): Line => {
			const title = `failed runs reported to healing workflow ${index + 1} once / more than once / never`;
			return [title, ({ heard }) => often(heard[index] as Counted)];
		}),
		['seconds', ({ seconds }) => seconds],
	];
	return table(
		['Counted', ...months.map(({ way }) => way)],
		lines.map(([title, valueOf]) => [title, ...months.map(valueOf)]),
	);
}
