import type { FileIngestion, Run } from '../../../local/adobe';

/** How often each of what was expected came. */
export interface Counted {
	once: number;
	/** more than once, or not expected at all */
	tooOften: string[];
	never: string[];
}

/** Files, by how often they were ingested. */
export interface CountedFiles extends Counted {
	/** of those ingested too often: named in a hint, by their dataflow or run and by their time */
	named: string[];
	/** of those ingested too often: the others */
	withoutHint: string[];
}

/** What the books say of a month. */
export interface MonthBooks {
	dataflows: number;
	runs: number;
	failed: Record<string, number>;
	/** finished runs, by how often the watching trigger reported them */
	reported: Counted;
	/** failed runs, by how often each healing workflow reported them */
	heard: Counted[];
	files: CountedFiles;
	keyUpdates: number;
	/** of them those in an execution without a refused credential */
	keyUpdatesWithoutCause: number;
	retries: number;
	messages: number;
	hints: number;
	/** runs of flows that bring nothing in */
	others: number;
	restarts: number;
	abandonedPolls: number;
}

/** Counts what was expected once. */
export function counted(expected: Iterable<string>, found: readonly string[]): Counted {
	const counts = new Map<string, number>();
	for (const id of expected) counts.set(id, 0);
	const unexpected = new Set<string>();
	for (const id of found) {
		const count = counts.get(id);
		if (count === undefined) unexpected.add(id);
		else counts.set(id, count + 1);
	}
	const having = (is: (count: number) => boolean) =>
		[...counts].filter(([, count]) => is(count)).map(([id]) => id);
	return {
		once: having((count) => count === 1).length,
		tooOften: [...having((count) => count > 1), ...unexpected],
		never: having((count) => count === 0),
	};
}

/** What hints are checked against. */
export interface HintBooks {
	hints: readonly string[];
	dataflows: ReadonlyArray<{ id: string; name: string }>;
	runs: ReadonlyArray<Pick<Run, 'id' | 'flowId' | 'window'>>;
}

/** Counts files, and looks for each one that came twice into the hints. */
export function countedFiles(
	expected: Iterable<string>,
	ingestions: readonly FileIngestion[],
	books: HintBooks,
): CountedFiles {
	const found = ingestions.flatMap(({ path, runIds }) => runIds.map(() => path));
	const files = counted(expected, found);
	const warnings = warningsOf(books);
	const named = new Set(
		ingestions
			.filter((file) => warnings.some((warning) => isAbout(warning, file)))
			.map(({ path }) => path),
	);
	return {
		...files,
		named: files.tooOften.filter((path) => named.has(path)),
		withoutHint: files.tooOften.filter((path) => !named.has(path)),
	};
}

/** Files of one dataflow, by the time of their last change, that may be ingested twice. */
interface Warning {
	flowId: string;
	start: number;
	end: number;
}

function isAbout({ flowId, start, end }: Warning, file: FileIngestion): boolean {
	return flowId === file.flowId && file.lastModified > start && file.lastModified <= end;
}

/** What the hints say of files that may be ingested twice: a failed run, or a dataflow and a time. */
function warningsOf({ hints, dataflows, runs }: HintBooks): Warning[] {
	const runById = new Map(runs.map((run) => [run.id, run]));
	const idByName = new Map(dataflows.map(({ id, name }) => [name, id]));
	return hints.flatMap((hint) => {
		if (!hint.includes('may be ingested twice')) return [];
		const run = runById.get(/^Files of the dataflow run (\S+) /.exec(hint)?.[1] ?? '');
		if (run) return [{ flowId: run.flowId, ...run.window }];
		const [, start = '', end = ''] = /Files changed between (\S+) and (\S+)/.exec(hint) ?? [];
		const flowId = idByName.get(/dataflow "([^"]+)"/.exec(hint)?.[1] ?? '');
		return flowId ? [{ flowId, start: Date.parse(start), end: Date.parse(end) }] : [];
	});
}
