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
	/** name of a dataflow */
	nameOf(flowId: string): string | undefined;
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
	const isNamed = (path: string) =>
		ingestions.some((file) => file.path === path && isFileNamed(file, books));
	const named = files.tooOften.filter(isNamed);
	const withoutHint = files.tooOften.filter((path) => !isNamed(path));
	return { ...files, named, withoutHint };
}

/** Whether a hint says of this dataflow, and of the time of this file, that files may be ingested twice. */
function isFileNamed(file: FileIngestion, { hints, nameOf, runs }: HintBooks): boolean {
	const windows = hints
		.filter((hint) => hint.includes('may be ingested twice'))
		.map((hint) => {
			const run = runs.find(({ id }) => hint.startsWith(`Files of the dataflow run ${id} `));
			if (run) return run.flowId === file.flowId ? run.window : undefined;
			if (!hint.includes(`"${nameOf(file.flowId)}"`)) return undefined;
			const [, start = '', end = ''] = /Files changed between (\S+) and (\S+)/.exec(hint) ?? [];
			return { start: Date.parse(start), end: Date.parse(end) };
		});
	return windows.some(
		(window) => window && file.lastModified > window.start && file.lastModified <= window.end,
	);
}
