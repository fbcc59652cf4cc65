/** What the books say of a month. */
export interface MonthBooks {
	runs: number;
	failed: Record<string, number>;
	/** finished runs, and how often the watching trigger reported each of them */
	notReportedOnce: string[];
	/** failed runs that a healing workflow did not report exactly once */
	notHeardOnce: string[];
	/** files that were not ingested exactly once */
	files: number;
	missing: string[];
	twice: string[];
	keyUpdates: number;
	/** of them those in an execution without a refused credential */
	keyUpdatesWithoutCause: number;
	retries: number;
	messages: number;
	hints: string[];
	/** runs of flows that bring nothing in */
	others: number;
	restarts: number;
	abandonedPolls: number;
}

/** What was expected once and was not there once; what was there and not expected. */
export function notOnce(expected: string[], found: string[]): string[] {
	const counts = new Map(expected.map((id) => [id, 0]));
	for (const id of found) counts.set(id, (counts.get(id) ?? 100) + 1);
	return [...counts]
		.filter(([, count]) => count !== 1)
		.map(([id, count]) => `${id}: ${count} times`);
}
