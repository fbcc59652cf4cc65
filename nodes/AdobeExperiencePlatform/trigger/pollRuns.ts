import { DAY } from '../adobe/json';
import type { IDataObject } from 'n8n-workflow';
import { runPages, takeUnfinishedRuns } from '../run/read';
import { createdAt, type RawRun } from '../run/run';
import { Cancelled, Failure } from '../adobe/errors/failure';
import { describe, itemOf, mayBe, unlessCancelled, watchesFlows, type Watch } from './events';
import { FlowWatch } from './flowWatch';
import { hasTime, OLDER_IN_A_ROW, PollReading, type Asking } from './pollReading';
import { emptyMemory, type RunMemory } from './runMemory';

/** How far back the first poll looks for unfinished runs that the service's filter does not show. Milliseconds. */
const FIRST_LOOK_BACK = DAY;
/**
 * How many runs the first poll and the example read at most. Other polls read all runs, over several polls if needed.
 */
const MOST_READ = 5_000;

/**
 * The first memory of a trigger. Finished runs are not reported. Unfinished runs are reported when they finish.
 * @throws Cancelled if there was no time to read anything
 */
export async function firstMemory(
	asking: Asking,
	watched: string,
	watch: Watch,
	revision: string,
): Promise<RunMemory> {
	const flows = watchesFlows(watch) ? new FlowWatch(asking, watch) : undefined;
	const poll = new PollReading(asking, emptyMemory(watched), watch, flows?.notes);
	const oldest = await readBeginning(poll, asking, watch);
	if (!poll.hasRead) throw new Cancelled();
	const takeOpen = (run: RawRun) => {
		poll.take(run, []);
		return !hasTime(asking);
	};
	await takeUnfinishedRuns(asking.client, watch.dataflowId, takeOpen).catch(unlessCancelled);
	const memory = poll.notes.memory(revision, oldest);
	if (!flows) return memory;
	await flows.begin().catch(unlessCancelled);
	return { ...memory, flows: { ...flows.notes.memory(false), good: {} } };
}

/** @returns just after the oldest run that was read, if there are older ones, which have all finished; otherwise 0 */
async function readBeginning(poll: PollReading, asking: Asking, watch: Watch): Promise<number> {
	const { client } = asking;
	let oldest = 0;
	const read = async () => {
		let count = 0;
		let older = 0;
		for await (const { runs, next } of runPages(client, watch.dataflowId)) {
			poll.hasRead = true;
			const farBack = client.execution.serviceTime - FIRST_LOOK_BACK;
			for (const run of runs) {
				poll.take(run, []);
				const at = createdAt(run);
				oldest = Math.min(oldest || at, at);
				older = at < farBack ? older + 1 : 0;
			}
			count += runs.length;
			if (!next) oldest = 0;
			const isEnough = !next || older >= OLDER_IN_A_ROW || count >= MOST_READ;
			if (isEnough || !hasTime(asking)) return;
		}
	};
	await read().catch(unlessCancelled);
	return oldest > 0 ? oldest + 1 : 0;
}

/**
 * One poll. If nothing happened and no run is in progress, it is one request, for any number of dataflows. The next
 * poll continues what there is no time for. The returned memory is valid only if the items are returned.
 * @throws Cancelled if there was no time to read anything
 */
export async function pollRuns(
	asking: Asking,
	memory: RunMemory,
	watch: Watch,
	newRevision: string,
): Promise<{ memory: RunMemory; items: IDataObject[] }> {
	const flows = watchesFlows(watch) ? new FlowWatch(asking, watch, memory.flows) : undefined;
	const poll = new PollReading(asking, memory, watch, flows?.notes);
	await poll.readWaiting();
	const items = await poll.report(watch.limit, false);
	await poll.readNewest();
	await poll.readOpen();
	await poll.readGaps();
	if (!poll.hasRead) throw new Cancelled();
	items.push(...(await poll.report(watch.limit - items.length, true)));
	items.push(...((await flows?.report(watch.limit - items.length, poll.isCaughtUp)) ?? []));
	const after = poll.notes.memory(items.length > 0 ? newRevision : memory.revision);
	if (!flows) return { memory: after, items };
	const isBehind = after.gaps.length > 0 || Object.keys(after.waiting).length > 0;
	return { memory: { ...after, flows: flows.notes.memory(isBehind) }, items };
}

/** An example for the editor: the newest matching run. */
export async function newestEvent(asking: Asking, watch: Watch): Promise<IDataObject> {
	const { client } = asking;
	let looks = 0;
	for await (const { runs } of runPages(client, watch.dataflowId)) {
		for (const run of runs) {
			if (!mayBe(run, watch.events)) continue;
			const [known] = await describe(client, [run], watch, () => 0);
			// There was not even time to read its dataflow.
			if (known === undefined || known === 'later') throw new Cancelled();
			if (typeof known === 'object') return itemOf(known);
		}
		looks += runs.length;
		if (looks >= MOST_READ) break;
	}
	const other = watchesFlows(watch) ? await new FlowWatch(asking, watch).example() : undefined;
	if (other) return other;
	throw new Failure(
		looks === 0 ? 'No dataflow has run yet' : 'No run fits the chosen events so far',
		'Nothing is wrong. Activate the workflow, and it starts when such a run finishes. To see an example now, choose more events.',
	);
}
