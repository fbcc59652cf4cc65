import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { LARGEST_PAGE } from '../adobe/entity/read';
import { byAge } from '../adobe/entity/kind';
import { Failure } from '../adobe/errors/failure';
import { groupsOf } from '../adobe/json';
import { isIngestionRun, runPages, runsById } from '../run/read';
import { type RawRun, statusOf, createdAt, isFinished } from '../run/run';
import {
	type Watch,
	isForeign,
	mayBe,
	describe,
	itemOf,
	unlessCancelled,
	type WatchEvent,
} from './events';
import type { FlowNotes } from './flowMemory';
import { Notes, type RunMemory, type Gap, type SeenRun } from './runMemory';

/** How a poll reads, and for how long. */
export interface Asking {
	client: ApiClient;
	/** No page is read after this time, by the clock of the client. Epoch milliseconds. */
	readUntil: number;
}

export function hasTime({ client, readUntil }: Asking): boolean {
	return client.execution.timer.now() < readUntil;
}

/** Lists may be out of order. Reading stops after this many older runs in a row. */
export const OLDER_IN_A_ROW = 20;

/** Reading pauses while this many runs beyond the limit wait to be reported. */
const MOST_WAITING = 1_000;

/** With this many gaps, a poll starts no new one. */
const MOST_GAPS = 20;

/** How many of the last runs of a part are kept. */
const EDGE = 300;

/**
 * A run that was created this far in the future, by the service's and by the local clock, is ignored as the newest
 * one. Milliseconds.
 */
const FUTURE = 60_000;

export class PollReading {
	readonly notes: Notes;

	/** Runs to report, as they were read. */
	readonly fresh = new Map<string, RawRun>();

	private readonly listed = new Set<string>();

	hasRead = false;

	private hasReadNewest = false;

	/** @param flows receives finished runs, if an event needs them */
	constructor(
		private readonly asking: Asking,
		private readonly memory: RunMemory,
		private readonly watch: Watch,
		private readonly flows?: FlowNotes,
	) {
		this.notes = new Notes(memory);
	}

	private get mayRead(): boolean {
		return hasTime(this.asking) && this.notes.waiting.size - this.watch.limit < MOST_WAITING;
	}

	get isCaughtUp(): boolean {
		return this.hasReadNewest && this.notes.gaps.length === 0;
	}

	take(run: RawRun, events = this.watch.events): void {
		const { notes, watch } = this;
		this.listed.add(run.id);
		if (!watch.dataflowId && (isForeign(run) || !isIngestionRun(run, undefined))) {
			notes.drop(run.id);
			return;
		}
		const one = seen(run);
		const isOver = isFinished(one.status);
		const fits = isOver && mayBe(run, events);
		const { execution: asks } = this.asking.client;
		const until = Math.max(asks.serviceTime, asks.timer.now()) + FUTURE;
		if (isOver && !notes.isKnown(one)) this.noteFinished(run);
		if (notes.take(one, fits, until)) this.fresh.set(run.id, run);
	}

	private noteFinished(run: RawRun): void {
		const { flows, watch, asking } = this;
		flows?.take(run, asking.client.execution.serviceTime);
		// If Recovered is the only such event, failures are not reported, but they still have to be remembered.
		if (this.hasBegun && opensSilently(watch) && statusOf(run) === 'failed')
			flows?.openFailure(run);
	}

	/** Whether there was an earlier poll. */
	private get hasBegun(): boolean {
		return this.memory.revision !== '';
	}

	/** Reads the newest runs, down to those of earlier polls. */
	async readNewest(): Promise<void> {
		const { memory, notes } = this;
		if (memory.gaps.length >= MOST_GAPS || !this.mayRead) return;
		const left = await this.readPart({
			floor: memory.floor,
			top: Number.MAX_SAFE_INTEGER,
			edge: [],
		});
		this.hasReadNewest = left === undefined;
		if (left?.query) notes.gaps.push(left);
	}

	/** Reads the parts of the list that earlier polls did not read. */
	async readGaps(): Promise<void> {
		const { notes } = this;
		for (const gap of this.memory.gaps) {
			if (!this.mayRead) return;
			const left = await this.readPart(gap).catch((error: unknown) => beginAgain(error, gap));
			notes.gaps = notes.gaps.flatMap((other) => (other !== gap ? [other] : left ? [left] : []));
		}
	}

	/** @returns the unread rest; undefined if the part was read completely */
	private async readPart(part: Gap): Promise<Gap | undefined> {
		let left: Gap | undefined = part;
		await this.readPages(part, (rest) => (left = rest)).catch(unlessCancelled);
		return left;
	}

	private async readPages(part: Gap, leave: (rest?: Gap) => void): Promise<void> {
		const { floor, isAgain } = part;
		const known = new Set(part.edge);
		const read = [...part.edge];
		let { top } = part;
		let older = 0;
		for await (const { runs, next } of runPages(
			this.asking.client,
			this.watch.dataflowId,
			part.query,
		)) {
			this.hasRead = true;
			for (const run of runs) {
				const at = createdAt(run);
				older = at < floor ? older + 1 : 0;
				const isRead = known.has(run.id) || (isAgain === true && at > part.top);
				if (older > 0 || isRead) continue;
				this.take(run);
				read.push(run.id);
				top = Math.min(top, at);
			}
			if (!next || older >= OLDER_IN_A_ROW) {
				leave();
				return;
			}
			leave({ ...part, query: next, top, edge: read.slice(-EDGE) });
			if (!this.mayRead) return;
		}
	}

	/** Reads known runs that were not in the list. */
	async readById(ids: readonly string[]): Promise<RawRun[]> {
		const { client } = this.asking;
		const found: RawRun[] = [];
		for (const some of groupsOf(ids, LARGEST_PAGE)) {
			if (!hasTime(this.asking)) break;
			const runs = await runsById(client, some).catch(unlessCancelled);
			if (!runs) break;
			this.hasRead = true;
			const shown = new Set(runs.map(({ id }) => id));
			this.notes.miss(
				some.filter((id) => !shown.has(id)),
				client.execution.timer.now(),
			);
			found.push(...runs);
		}
		return found;
	}

	async readOpen(): Promise<void> {
		const ids = [...this.notes.open.keys()].filter((id) => !this.listed.has(id));
		for (const run of await this.readById(ids)) this.take(run);
	}

	/** Reads runs that earlier polls did not report, up to the limit. */
	async readWaiting(): Promise<void> {
		const { notes, watch } = this;
		const known = [...notes.waiting].map(([id, run]) => ({ id, ...run }));
		const ids = known.sort(byAge).map(({ id }) => id);
		for (const run of await this.readById(ids.slice(0, watch.limit))) {
			if (isFinished(statusOf(run))) this.fresh.set(run.id, run);
		}
	}

	/**
	 * @param isLast whether runs that are left over do not count as tried
	 * @returns at most this many items, oldest first
	 */
	async report(most: number, isLast: boolean): Promise<IDataObject[]> {
		const { client } = this.asking;
		const { notes, fresh } = this;
		const items: IDataObject[] = [];
		const queue = [...fresh.values()].map((run) => ({ ...seen(run), run })).sort(byAge);
		const triesOf = ({ id }: RawRun) => notes.waiting.get(id)?.tries ?? 0;
		while (queue.length > 0 && items.length < most) {
			const some = queue.splice(0, most - items.length);
			const runs = some.map(({ run }) => run);
			const described = await describe(client, runs, this.watch, triesOf);
			for (const [index, known] of described.entries()) {
				const one = some[index] as SeenRun;
				if (known === 'later') {
					if (!isLast) notes.tried(one.id);
					continue;
				}
				fresh.delete(one.id);
				if (known === 'untested') {
					notes.tried(one.id);
					continue;
				}
				notes.settle(one);
				if (known === 'none') continue;
				items.push(itemOf(known));
				const isBad = known.event === 'failed' || known.event === 'keysRefused';
				if (isBad && this.watch.events.includes('recovered')) this.flows?.openFailure(known.run);
			}
			if (described.length < some.length || described.includes('later')) break;
		}
		return items;
	}
}

/** Whether Recovered is chosen without any event that it could follow. Then it follows every failed run. */
function opensSilently({ events }: Watch): boolean {
	const before: readonly WatchEvent[] = ['failed', 'keysRefused', 'noData'];
	return events.includes('recovered') && !events.some((event) => before.includes(event));
}

/** The token of a page may have expired. Then the list is read again from its newest run. */
function beginAgain(error: unknown, gap: Gap): Gap | Promise<never> {
	const isRefused =
		error instanceof Failure && ['400', '404', '410', '422'].includes(error.httpCode ?? '');
	return isRefused ? { ...gap, query: undefined, isAgain: true } : Promise.reject(error as Error);
}

function seen(run: RawRun): SeenRun {
	return { id: run.id, createdAt: createdAt(run), status: statusOf(run) };
}
