import { BOUNDS } from './bounds';

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
