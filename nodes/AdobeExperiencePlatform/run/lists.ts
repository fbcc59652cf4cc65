import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listFor, queryOf } from '../node/lists';
import { ingestionRuns, withDataflows, type RunOutput, runPages } from './read';
import { createdAt, type RunStatus } from './run';

const WORDS: Record<RunStatus, string> = {
	success: 'succeeded',
	partialSuccess: 'partial success',
	failed: 'failed',
	inProgress: 'in progress',
	queued: 'queued',
};

/** The runs that an operation can work on; all runs for other operations. */
const OFFERED = new Map<unknown, readonly RunStatus[]>([
	['retry', ['failed']],
	['getFailedRecords', ['partialSuccess', 'failed']],
]);

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
const MOST_PAGES = 5;

/**
 * Recent runs, newest first: `Stores from S3, failed, 04:15`. Runs that the operation cannot work on are left out.
 */
export async function searchRuns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = filter?.trim().toLowerCase() ?? '';
	const offered = OFFERED.get(this.getNodeParameter('operation', ''));
	const timeOf = timesIn(this.getTimezone());
	const token = typeof paginationToken === 'string' ? paginationToken : undefined;
	return await listFor(this, ['runs', search, offered, token], async (client, readOnce) => {
		const results: INodeListSearchResult['results'] = [];
		const start = token === undefined ? undefined : queryOf(token);
		let pages = 0;
		for await (const { runs, next } of runPages(client, '', start)) {
			const kept = await ingestionRuns(client, readOnce, runs);
			for (const run of await withDataflows(client, readOnce, kept)) {
				const name = nameOf(run, timeOf);
				if (offered && !offered.includes(run.status)) continue;
				if (name.toLowerCase().includes(search)) results.push({ name, value: run.id });
			}
			if (next && (results.length >= FULL_LIST || ++pages === MOST_PAGES)) {
				const [oldest] = runs.slice(-1);
				const found =
					results.length > 0 || !oldest ? results : [noneSince(timeOf(createdAt(oldest)))];
				return { results: found, paginationToken: JSON.stringify(next) };
			}
		}
		return { results };
	});
}

/** The only entry of a page without runs to choose. n8n would take an empty page for the end of the list. */
function noneSince(time: string): INodeListSearchResult['results'][number] {
	return {
		name: `No runs to choose since ${time}. Scroll for older ones, or enter an ID`,
		value: '',
	};
}

function nameOf(
	{ dataflowName, status, completedAt, startedAt }: RunOutput,
	timeOf: (time: number) => string,
): string {
	const at = completedAt ?? startedAt;
	const parts = [dataflowName ?? 'A deleted dataflow', WORDS[status]];
	return [...parts, ...(at === null ? [] : [timeOf(Date.parse(at))])].join(', ');
}

/** Formats times in a time zone. Today's times have no day. */
function timesIn(timeZone: string): (time: number) => string {
	const dayOf = new Intl.DateTimeFormat('en-US', { timeZone, month: 'short', day: 'numeric' });
	const clock = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		hour: '2-digit',
		minute: '2-digit',
	});
	const today = dayOf.format(Date.now());
	return (time) => {
		const day = dayOf.format(time);
		return day === today ? clock.format(time) : `${day}, ${clock.format(time)}`;
	};
}
