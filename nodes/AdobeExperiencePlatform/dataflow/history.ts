import type { ApiClient } from '../adobe/apiClient';
import type { Filter, Query } from '../adobe/entity/kind';
import { firstPage, LARGEST_PAGE, listPages } from '../adobe/entity/read';
import { asRecord } from '../adobe/json';
import { takeUnfinishedRuns, flowIds, isIngestionRun, NEWEST_FIRST, runsById } from '../run/read';
import { createdAt, RUN, type RawRun } from '../run/run';
import type { Dataflow } from './dataflow';
import { isOnlyLoad, pastOf, type Past } from './health';

/** At most this many unfinished runs are read. More would only turn `ok` into `running`. */
const MOST_UNDER_WAY = 200;
/** At most this many runs of one dataflow are read. */
const MOST_COUNTED = 1_000;

/** How many more pages may be read. */
interface Budget {
	left: number;
}

/**
 * The runs of many dataflows in few requests. Each dataflow names its last run, so 100 of these are read in one
 * request. Older runs are read in shared pages, and only for dataflows that need them.
 */
export class History {
	private readonly runs = new Map<string, Map<string, RawRun>>();

	private readonly underWay = new Set<string>();

	/** Dataflows whose runs were all read. */
	private readonly whole = new Set<string>();

	/** @param patienceOf how long a dataflow may be without new records, in milliseconds */
	constructor(
		private readonly client: ApiClient,
		private readonly flows: readonly Dataflow[],
		private readonly patienceOf: (flow: Dataflow) => number,
	) {}

	async read(budget: Budget): Promise<void> {
		const { client, flows } = this;
		if (flows.length === 0) return;
		const last = flows.flatMap((flow) => lastRunId(flow) ?? []);
		budget.left -= Math.ceil(last.length / LARGEST_PAGE) + 1;
		for (const run of await runsById(client, last)) this.take(run);
		await this.readUnderWay(budget);
		await this.readBack(budget);
	}

	past({ id }: Dataflow): Past {
		const runs = [...(this.runs.get(id)?.values() ?? [])];
		runs.sort((a, b) => createdAt(b) - createdAt(a));
		const past = pastOf(runs, this.whole.has(id));
		return { ...past, isUnderWay: past.isUnderWay || this.underWay.has(id) };
	}

	private take(run: RawRun, flowId = run.flowId): void {
		if (flowId === undefined || !isIngestionRun(run, undefined)) return;
		const known = this.runs.get(flowId) ?? new Map<string, RawRun>();
		this.runs.set(flowId, known.set(run.id, run));
	}

	private async readUnderWay(budget: Budget): Promise<void> {
		const { client, flows } = this;
		const wanted = new Set(flows.map(({ id }) => id));
		let seen = 0;
		await takeUnfinishedRuns(client, flows.length === 1 ? (flows[0]?.id ?? '') : '', (run) => {
			for (const id of flowIds([run])) if (wanted.has(id)) this.underWay.add(id);
			return ++seen >= MOST_UNDER_WAY;
		});
		budget.left -= Math.floor(seen / LARGEST_PAGE);
	}

	private isOpen(flow: Dataflow): boolean {
		if ((this.runs.get(flow.id)?.size ?? 0) >= MOST_COUNTED) return false;
		const past = this.past(flow);
		return !past.isWhole || this.mayBeOnlyLoad(flow, past);
	}

	/** Whether older runs decide if a dataflow with the schedule Once has been silent for too long. */
	private mayBeOnlyLoad(flow: Dataflow, { lastRecords = 0, successes }: Past): boolean {
		const isLate = this.client.execution.serviceTime - lastRecords > this.patienceOf(flow);
		return isLate && !this.whole.has(flow.id) && isOnlyLoad(flow, successes);
	}

	/**
	 * Reads older runs of the dataflows that need them, page by page, until everything is known or the budget is used
	 * up.
	 */
	private async readBack(budget: Budget): Promise<void> {
		const open = this.flows.filter((flow) => this.isOpen(flow));
		// Most dataflows without a last run never ran. One empty page shows that for all of them.
		const [ran, fresh] = [open.filter(lastRunId), open.filter((flow) => !lastRunId(flow))];
		// Half of the requests are for first pages, the rest for older pages.
		const groups = Math.max(1, Math.ceil(budget.left / 2));
		const size = Math.min(LARGEST_PAGE, Math.ceil(ran.length / groups));
		let readers = [...groupsOf(fresh, LARGEST_PAGE), ...groupsOf(ran, size)].map((group) =>
			this.readerOf(group),
		);
		while (readers.length > 0 && budget.left > 0) {
			const going: Reader[] = [];
			for (const reader of readers) {
				if (budget.left <= 0) return;
				budget.left--;
				if (await reader.next()) going.push(reader);
			}
			readers = going;
		}
	}

	private readerOf(flows: readonly Dataflow[]): Reader {
		const ids = flows.map(({ id }) => id);
		const [only] = ids.length === 1 ? ids : [];
		const filter: Filter = ['property', `flowId==${ids.join(',')}`];
		const query: Query = firstPage(RUN, [filter, ...NEWEST_FIRST]);
		const pages = listPages<RawRun>(this.client, RUN, query, query);
		return {
			next: async () => {
				const { value, done } = await pages.next();
				if (done) return false;
				for (const run of value.entities) this.take(run, run.flowId ?? only);
				if (!value.next) for (const id of ids) this.whole.add(id);
				return value.next !== undefined && flows.some((flow) => this.isOpen(flow));
			},
		};
	}
}

interface Reader {
	/** Reads one page. Returns whether another one is needed. */
	next(): Promise<boolean>;
}

function groupsOf<T>(all: readonly T[], size: number): T[][] {
	const groups: T[][] = [];
	for (let start = 0; start < all.length; start += size)
		groups.push(all.slice(start, start + size));
	return groups;
}

function lastRunId({ lastRunDetails }: Dataflow): string | undefined {
	const { id } = asRecord(lastRunDetails);
	return typeof id === 'string' && id !== '' ? id : undefined;
}
