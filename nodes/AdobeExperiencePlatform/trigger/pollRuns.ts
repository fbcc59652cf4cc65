import type { IDataObject } from 'n8n-workflow';
import {
	createdAt,
	flatRun,
	isFinished,
	runsById,
	runsOf,
	runsOfDataflow,
	withDataflows,
	type RawRun,
} from '../flowService/run';
import type { ApiClient } from '../transport/apiClient';
import { Failure } from '../transport/errors/failure';
import type { ReadOnce } from '../transport/session';
import { eventOf, type RunEvent } from './events';
import { advance, startFromNow, type RunMemory, type SeenRun } from './runMemory';

/** What is watched, and for what. */
export interface Watch {
	/** '' for all dataflows of the sandbox. */
	dataflowId: string;
	events: readonly RunEvent[];
	/** Most runs for one poll. */
	limit: number;
}

/** Runs under way at the first poll are looked for so far back; milliseconds. */
const FIRST_LOOK_BACK = 24 * 60 * 60_000;
/** Runs looked at for a beginning or an example; a poll reads all, for as long as it may take. */
const MOST_READ = 5_000;

/** The memory to begin with: what has finished so far is over, what is under way will be told. */
export async function firstMemory(
	client: ApiClient,
	watched: string,
	watch: Watch,
): Promise<RunMemory> {
	const runs: RawRun[] = [];
	for await (const run of watchedRuns(client, watch)) {
		runs.push(run);
		const newest = createdAt(runs[0] as RawRun);
		if (createdAt(run) < newest - FIRST_LOOK_BACK || runs.length >= MOST_READ) break;
	}
	return startFromNow(watched, runs.map(seen));
}

/**
 * One poll: one request where nothing happened and nothing is under way, however many dataflows there
 * are. The memory that comes back counts only once the items are handed out.
 */
export async function pollRuns(
	client: ApiClient,
	readOnce: ReadOnce,
	memory: RunMemory,
	watch: Watch,
): Promise<{ memory: RunMemory; items: IDataObject[] }> {
	// After hours without a poll there may be many: only those that will be told are kept whole.
	const fitting = new Map<string, { run: RawRun; event: RunEvent }>();
	const runs: SeenRun[] = [];
	const take = (run: RawRun) => {
		runs.push(seen(run));
		const event = eventOf(flatRun(run), watch.events);
		if (event) fitting.set(run.id, { run, event });
	};
	for await (const run of watchedRuns(client, watch)) {
		if (createdAt(run) < memory.floor) break;
		take(run);
	}
	const listed = new Set(runs.map(({ id }) => id));
	const open = Object.keys(memory.open).filter((id) => !listed.has(id));
	const stillThere = await runsById(client, open);
	for (const run of stillThere) take(run);
	const shown = new Set(stillThere.map(({ id }) => id));
	const known = withoutOpen(memory, new Set(open.filter((id) => !shown.has(id))));
	const wanted = ({ id }: SeenRun) => fitting.get(id);
	const { memory: next, events } = advance(known, runs, wanted, watch.limit);
	const told = events.map(({ event }) => event);
	const outputs = await withDataflows(
		client,
		readOnce,
		told.map(({ run }) => run),
	);
	const items = outputs.map((run, index) => ({ event: told[index]?.event, ...run }));
	return { memory: next, items: items as unknown as IDataObject[] };
}

/** The newest finished run that fits, as an example for the editor. */
export async function newestEvent(
	client: ApiClient,
	readOnce: ReadOnce,
	watch: Watch,
): Promise<IDataObject> {
	let looks = 0;
	for await (const run of watchedRuns(client, watch)) {
		const event = eventOf(flatRun(run), watch.events);
		if (event && isFinished(flatRun(run).status)) {
			const [output] = await withDataflows(client, readOnce, [run]);
			return { event, ...output } as unknown as IDataObject;
		}
		if (++looks >= MOST_READ) break;
	}
	throw new Failure(
		looks === 0 ? 'No dataflow has run yet' : 'No run fits the chosen events so far',
		'Nothing is wrong: activate the workflow, and it starts when such a run finishes. To see an example now, choose more events.',
	);
}

/** Newest first, of one dataflow or of all. */
function watchedRuns(client: ApiClient, { dataflowId }: Watch): AsyncGenerator<RawRun> {
	return dataflowId ? runsOfDataflow(client, dataflowId) : runsOf(client, []);
}

function seen(run: RawRun): SeenRun {
	const { status } = flatRun(run);
	return { id: run.id, createdAt: createdAt(run), status, isFinished: isFinished(status) };
}

/** A run that the service does not show any more will never end. */
function withoutOpen(memory: RunMemory, gone: ReadonlySet<string>): RunMemory {
	const open = Object.entries(memory.open).filter(([id]) => !gone.has(id));
	return { ...memory, open: Object.fromEntries(open) };
}
