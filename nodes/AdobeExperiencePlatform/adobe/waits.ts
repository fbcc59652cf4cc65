import type { ApiClient } from './apiClient';

/** All bounds of waits and retries, which docs/reliability.md quotes. Times are in milliseconds. */
export const BOUNDS = {
	/** Tries of one request, including the first. */
	tries: 10,
	/** No try of an item starts later than this after its first. */
	itemBudget: 5 * 60_000,
	/** First wait. Each further one is twice as long, with jitter between half and all of it. */
	firstWait: 1_000,
	/** Longest wait, and the longest Retry-After that is respected. */
	longestWait: 30_000,
	/**
	 * How long the result of an unclear try may still appear: a service that lost the response may carry the
	 * request out late. Nothing is created again before.
	 */
	lateCreate: 25_000,
	/** The same after a try that ended by the Timeout option, since the service is slow then. */
	lateCreateAfterTimeout: 40_000,
	/** Writes of one item after an etag conflict (412), beyond the first. */
	conflictWrites: 10,
	/** Longest wait before the write after a conflict, times the number of conflicts. */
	conflictWait: 300,
	/** How long an entity may stay `initializing` before an update gives up. */
	initializing: 60_000,
	/** How long the service may need to carry out a change that it has accepted. */
	settle: 120_000,
	/** Wait between two looks at such a change. */
	settlePause: 2_000,
	/** How long a new run may stay unreadable before it is returned as it is. */
	newRun: 60_000,
	/** First wait between two looks at a batch. Each further one is half as long again. */
	batchPause: 2_000,
	/** How far the clocks of one service may differ. */
	clockSkew: 1_000,
	/**
	 * How far this machine's clock may be ahead if the service does not show its time, as in Kerberos. With less,
	 * the result of a create could be missed and created twice. With more, somebody's older entity could be taken
	 * for it.
	 */
	unknownClock: 5 * 60_000,
	/** Items in a row that may end with the service unreachable before each of the others gets only one try. */
	patience: 3,
	/** How long a download may stand still before it counts as broken. */
	standstill: 60_000,
	/** A poll of the trigger, below n8n's shortest interval of a minute. n8n may allow less. */
	poll: 50_000,
	/** How long a user waits for a list before it shows what is wrong instead. */
	list: 10_000,
} as const;

interface Wait<T> {
	/**
	 * Looks once.
	 * @param count looks before this one
	 * @returns undefined if it is not there yet
	 */
	look(count: number): Promise<T | undefined>;
	/** Time before the next look, in milliseconds. */
	pause: number | ((count: number) => number);
	/** Longest wait, in milliseconds. */
	limit: number;
	/** Gives each look a new budget, for waits that may take longer than the budget of the item. */
	renewsBudget?: boolean;
	/** Says what it is waiting for, before each pause. The user sees it in the editor. */
	report?(): string;
	/**
	 * Decides what happens at the limit.
	 * @throws Failure, unless it returns a value to go on with
	 */
	tooLong(): T;
}

/** The longest of the growing pauses, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/** Pauses that grow by half each time. @param first in milliseconds */
export function growingPause(first: number): (count: number) => number {
	return (count) => Math.min(LONGEST_PAUSE, first * 1.5 ** count);
}

/** Looks until something is there: once in any case, and for the last time at the limit. */
export async function waitUntil<T extends object>(
	{ execution, item }: ApiClient,
	{ look, pause, limit, renewsBudget, report, tooLong }: Wait<T>,
): Promise<T> {
	const until = execution.timer.now() + limit;
	for (let count = 0; ; count++) {
		if (renewsBudget) item.renewBudget();
		const found = await look(count);
		if (found) return found;
		const left = until - execution.timer.now();
		if (left <= 0) return tooLong();
		if (report) execution.report(report());
		await execution.wait(Math.min(left, typeof pause === 'number' ? pause : pause(count)));
	}
}

/** Responses that count. Older ones are forgotten. */
const MOST_SAMPLES = 31;

/** Responses agree within this time, for slow networks and headers without milliseconds. */
const AGREEMENT = 15_000;

/**
 * The service's own clock, learned from the `Date` headers of its responses. Ages of entities and time windows
 * of runs depend on it, since this machine's clock may be wrong. The majority of responses decides, and of two
 * that disagree the one nearer to this machine's clock.
 */
export class ServerClock {
	/** By each response, server time minus local time is at least this. */
	private readonly samples: number[] = [];

	/** Computed from the samples. It is needed far more often than a response comes. */
	private offset: number | undefined;

	/**
	 * Learns from a response of the service. The header has whole seconds and was written before the response
	 * arrived, so the bound can only be too low.
	 * @param date the `Date` header
	 * @param receivedAt local epoch milliseconds
	 */
	learn(date: string | undefined, receivedAt: number): void {
		const server = Date.parse(date ?? '');
		if (Number.isNaN(server)) return;
		this.samples.push(server - receivedAt);
		if (this.samples.length > MOST_SAMPLES) this.samples.shift();
		this.offset = this.mostAgreed();
	}

	/** The server's time, or the local time if no response has shown it. */
	now(local: number): number {
		return local + (this.offset ?? 0);
	}

	/**
	 * The earliest server time that is possible for a local time. If no response has shown the server's time, for
	 * instance behind a proxy that drops the header, the local clock counts as right within {@link
	 * BOUNDS.unknownClock}.
	 * @returns epoch milliseconds
	 */
	noEarlierThan(local: number): number {
		return local + (this.offset ?? -BOUNDS.unknownClock);
	}

	/** The most exact of the responses that most others agree with. */
	private mostAgreed(): number | undefined {
		const sorted = [...this.samples].sort((a, b) => a - b);
		let best: { votes: number; offset: number } | undefined;
		let first = 0;
		let end = 0;
		for (const sample of sorted) {
			while (sample - (sorted[first] as number) > AGREEMENT) first++;
			while (end < sorted.length && (sorted[end] as number) - sample <= AGREEMENT) end++;
			const [votes, offset] = [end - first, sorted[end - 1] as number];
			const isNearer = best !== undefined && Math.abs(offset) < Math.abs(best.offset);
			if (!best || votes > best.votes || (votes === best.votes && isNearer)) {
				best = { votes, offset };
			}
		}
		return best?.offset;
	}
}
