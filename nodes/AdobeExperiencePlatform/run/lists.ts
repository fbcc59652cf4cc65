import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listFor } from '../node/listFor';
import { ingestionRuns, withDataflows, type RunOutput } from './read';
import { runPages } from './pages';
import type { RunStatus } from './run';
import { queryOf } from '../adobe/entity/read';

const WORDS: Record<RunStatus, string> = {
	success: 'succeeded',
	partialSuccess: 'succeeded in part',
	failed: 'failed',
	inProgress: 'in progress',
	queued: 'queued',
};

/** Runs that an operation is for; all where it is not named. */
const OFFERED = new Map<unknown, readonly RunStatus[]>([
	['retry', ['failed']],
	['getFailedRecords', ['partialSuccess', 'failed']],
]);

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
const MOST_PAGES = 5;

/** Recent runs, newest first: `Stores from S3, failed, 04:15`. Those that the operation is not for are left out. */
export async function searchRuns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = filter?.trim().toLowerCase() ?? '';
	const offered = OFFERED.get(this.getNodeParameter('operation', ''));
	const nameOf = namesIn(this.getTimezone());
	const token = typeof paginationToken === 'string' ? paginationToken : undefined;
	return await listFor(this, ['runs', search, offered, token], async (client, readOnce) => {
		const results: INodeListSearchResult['results'] = [];
		const start = token === undefined ? undefined : queryOf(token);
		let pages = 0;
		for await (const { runs, next } of runPages(client, '', start)) {
			const kept = await ingestionRuns(client, readOnce, runs);
			for (const run of await withDataflows(client, readOnce, kept)) {
				const name = nameOf(run);
				if (offered && !offered.includes(run.status)) continue;
				if (name.toLowerCase().includes(search)) results.push({ name, value: run.id });
			}
			if (next && (results.length >= FULL_LIST || ++pages === MOST_PAGES)) {
				return { results, paginationToken: JSON.stringify(next) };
			}
		}
		return { results };
	});
}

/** How runs are named in a time zone: today's by their time, older ones with their day. */
function namesIn(timeZone: string): (run: RunOutput) => string {
	const dayOf = new Intl.DateTimeFormat('en-US', { timeZone, month: 'short', day: 'numeric' });
	const timeOf = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		hour: '2-digit',
		minute: '2-digit',
	});
	const today = dayOf.format(Date.now());
	return ({ dataflowName, status, completedAt, startedAt }) => {
		const at = completedAt ?? startedAt;
		const time = at === null ? undefined : Date.parse(at);
		const day = time === undefined ? undefined : dayOf.format(time);
		return [
			dataflowName ?? 'A deleted dataflow',
			WORDS[status],
			day !== today && day,
			time !== undefined && timeOf.format(time),
		]
			.filter(Boolean)
			.join(', ');
	};
}
