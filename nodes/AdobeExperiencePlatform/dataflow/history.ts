import type { ApiClient } from '../adobe/apiClient';
import type { Filter, Query } from '../adobe/entity/kind';
import { firstPage, LARGEST_PAGE, listPages } from '../adobe/entity/read';
import { asRecord } from '../adobe/json';
import { takeUnfinishedRuns, flowIds, isIngestionRun, NEWEST_FIRST, runsById } from '../run/read';
import { createdAt, RUN, type RawRun } from '../run/run';
import type { Dataflow } from './dataflow';
import { isOnlyLoad, pastOf, type Past } from './health';

/** Runs under way that are looked at; more change nothing but `running` into `ok`. */
const MOST_UNDER_WAY = 200;
/** So many runs of one dataflow are read at the most. */
const MOST_COUNTED = 1_000;

/** How many more pages may be read. */
interface Budget {
	left: number;
}

/**
 * The past of many dataflows in few requests. A dataflow names its last run, so 100 of those are read in one
 * request; only what that leaves open is looked up in shared pages of older runs.
 */
export class History {
	private readonly runs = new Map<string, Map<string, RawRun>>();

	private readonly underWay = new Set<string>();

	/** Dataflows whose runs were read down to the first one. */
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

	/** Reads older runs of those that need it, page by page in turn, until all is known or the budget is used up. */
	private async readBack(budget: Budget): Promise<void> {
		const open = this.flows.filter((flow) => this.isOpen(flow));
		// Most of those without a last run have never run: one empty page says so of all of them.
		const [ran, fresh] = [open.filter(lastRunId), open.filter((flow) => !lastRunId(flow))];
		// Half of the requests for first pages, the rest for going back where it is needed.
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
	/** Reads one page; returns whether another one is of use. */
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
