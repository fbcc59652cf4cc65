import { ApiClient } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import type { Query } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import { ItemScope, Execution } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import { SecretForms } from '../../../nodes/AdobeExperiencePlatform/adobe/redact';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import type { Watch } from '../../../nodes/AdobeExperiencePlatform/trigger/events';
import { firstMemory, pollRuns } from '../../../nodes/AdobeExperiencePlatform/trigger/pollRuns';
import type { RunMemory } from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';
import { answer, FakeTimer } from '../fakeExecution';

export const SECOND = 1_000;
export const MINUTE = 60_000;

/** A run of the fake service. Times by its clock, in epoch milliseconds. */
export interface BookRun {
	id: string;
	createdAt: number;
	/** When it is listed. */
	showsAt: number;
	endsAt: number;
	status: string;
	flowId?: string;
	/** Whether the filter by status still treats it as unfinished. */
	lagsInFilter?: boolean;
}

const asItIs = (runs: BookRun[]) => runs;

/** Where the page for a token begins. In a list that is out of order, where that run would be. */
function firstAfter(runs: readonly BookRun[], token: string): number {
	let low = 0;
	let high = runs.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (placeOf(runs[middle] as BookRun) <= token) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A service with only runs and their dataflows, in virtual time. A response takes as long as it is set to. */
export class RunBook {
	readonly timer = new FakeTimer();

	readonly calls: Request[] = [];

	runs: BookRun[] = [];

	/** How long a response takes, in milliseconds. */
	latency = 0;

	pageSize = 100;

	/** IDs that the next list of runs leaves out. */
	leavesOut = new Set<string>();

	/** Changes what a list shows. */
	arrange: (runs: BookRun[]) => BookRun[] = asItIs;

	/** Refuses tokens of pages. */
	refusesTokens = false;

	refusal: Outcome = answer(400);

	/** Dataflows that are destinations. */
	destinations = new Set<string>();

	get now() {
		return this.timer.time;
	}

	private readonly http: ApiClient['http'] = {
		forms: new SecretForms([]),
		scope: 'https://service.example dev',
		send: async (request) => {
			this.calls.push(request);
			this.timer.time += this.latency;
			if (this.now >= this.end.at) this.end.signal.abort();
			await Promise.resolve();
			return this.reply(request);
		},
	};

	/** When the current poll is stopped, in time or not. */
	private end = { at: Infinity, signal: new AbortController() };

	/** How a poll reads: for this long, and until twice as long at the latest. */
	asking(milliseconds: number) {
		this.end = { at: this.now + 2 * milliseconds, signal: new AbortController() };
		const { signal } = this.end.signal;
		const client = new ApiClient(this.http, new Execution(signal, this.timer), new ItemScope());
		return { client, readUntil: this.now + milliseconds };
	}

	private reply({ path, query = [] }: Request): Outcome {
		const headers = { date: new Date(this.now).toUTCString() };
		if (path.endsWith('/flows')) return answer(200, { items: this.flowsOf(query) }, headers);
		const token = query.find(([name]) => name === 'continuationToken')?.[1];
		if (token !== undefined && this.refusesTokens) return this.refusal;
		const { items, last, hasMore } = this.pageOf(query, token);
		const href = hasMore && last ? `/runs?continuationToken=${placeOf(last)}` : undefined;
		const _links = href ? { next: { href } } : {};
		return answer(200, { items: items.map((run) => this.rawOf(run)), _links }, headers);
	}

	private pageOf(query: Query, token = '') {
		const filters = query.filter(([name]) => name === 'property').map(([, value]) => value);
		const ids = filters
			.find((value) => value.startsWith('id=='))
			?.slice(4)
			.split(',');
		const statuses = filters
			.find((value) => value.startsWith('metrics.statusSummary.status=='))
			?.split('==')[1]
			?.split(',');
		const isShown = (run: BookRun) =>
			run.showsAt <= this.now &&
			!this.leavesOut.has(run.id) &&
			(!ids || ids.includes(run.id)) &&
			(!statuses || run.lagsInFilter === true || statuses.includes(this.statusOf(run)));
		const all = this.arrange === asItIs || ids ? this.sorted() : this.arrange(this.sorted());
		const found: BookRun[] = [];
		for (let at = firstAfter(all, token); at < all.length; at++) {
			const run = all[at] as BookRun;
			if (isShown(run)) found.push(run);
			if (found.length > this.pageSize) break;
		}
		const items = found.slice(0, this.pageSize);
		return { items, last: items.at(-1), hasMore: found.length > this.pageSize };
	}

	private order: BookRun[] = [];

	private orderOf?: { runs: BookRun[]; count: number };

	/** Sorted once until a run is added. */
	private sorted(): BookRun[] {
		const { runs, orderOf } = this;
		if (orderOf?.runs !== runs || orderOf.count !== runs.length) {
			this.order = [...runs].sort(byPlace);
			this.orderOf = { runs, count: runs.length };
		}
		return this.order;
	}

	private statusOf({ endsAt, status }: BookRun): string {
		return endsAt <= this.now ? status : 'inProgress';
	}

	private rawOf(run: BookRun) {
		const { id, createdAt, flowId = 'flow' } = run;
		const status = this.statusOf(run);
		return { id, flowId, createdAt, metrics: { statusSummary: { status } } };
	}

	private flowsOf(query: Query): object[] {
		const ids =
			query
				.find(([, value]) => value.startsWith('id=='))?.[1]
				.slice(4)
				.split(',') ?? [];
		return ids.map((id) => {
			const isDestinationFlow = this.destinations.has(id);
			const properties = { isDestinationFlow, isSourceFlow: !isDestinationFlow };
			return { id, name: id, inheritedAttributes: { properties } };
		});
	}
}

/** Newest first. A token names the last run of the page before, so that new runs move nothing. */
function placeOf({ createdAt, id }: BookRun): string {
	return `${String(1e15 - createdAt).padStart(16, '0')} ${id}`;
}

/** Compares positions without building them as text. */
function byPlace(one: BookRun, other: BookRun): number {
	return other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
}

/** A trigger that the test polls, with what n8n would have stored for it. */
export class BookTrigger {
	memory: RunMemory | undefined;

	/** What a restart restores: n8n stores the memory at the activation and with items. */
	stored: RunMemory | undefined;

	readonly told: string[] = [];

	private revisions = 0;

	constructor(
		private readonly book: RunBook,
		private readonly watch: Watch = { dataflowId: '', events: ['failed'], limit: 50 },
	) {}

	async activate(milliseconds = 35 * SECOND): Promise<void> {
		const asking = this.book.asking(milliseconds);
		this.memory = await firstMemory(asking, 'all', this.watch, 'first');
		this.stored = this.copy(this.memory);
	}

	/** @returns the IDs that it reports */
	async poll(milliseconds = 35 * SECOND): Promise<string[]> {
		const before = JSON.stringify(this.memory);
		const asking = this.book.asking(milliseconds);
		const revision = `${++this.revisions}`;
		const memory = this.memory as RunMemory;
		const polled = await pollRuns(asking, memory, this.watch, revision);
		expect(JSON.stringify(this.memory)).toBe(before);
		this.memory = this.copy(polled.memory);
		const ids = polled.items.map(({ id }) => String(id));
		this.told.push(...ids);
		if (ids.length > 0) this.stored = this.memory;
		return ids;
	}

	restart(): void {
		this.memory = this.stored;
	}

	/** n8n stores text. */
	private copy(memory: RunMemory): RunMemory {
		return JSON.parse(JSON.stringify(memory)) as RunMemory;
	}
}
