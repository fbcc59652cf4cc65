import { BOUNDS } from './bounds';

/** Answers that the time is told from; older ones no longer count. */
const MOST_SAMPLES = 31;
/** Answers agree if they differ by no more than a slow way and a header without milliseconds make. */
const AGREEMENT = 15_000;

/**
 * The service's own clock, learned from the `Date` headers of its answers. Ages of connections and time windows of runs
 * are judged by it, since this machine's clock may differ from the service's. One odd header moves nothing:
 * most answers decide, and of two that disagree the one nearer to this machine's clock.
 */
export class ServerClock {
	/** Server time minus local time is at least this, by each answer. */
	private readonly samples: number[] = [];

	/** Worked out from the samples; kept, since it is asked for far more often than an answer comes. */
	private offset: number | undefined;

	/**
	 * Learns from one answer of the service itself. The header is cut to whole seconds and was written before the
	 * answer arrived, so both errors make the bound lower, never higher.
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

	/** The server's time as far as known: the local one where no answer told it. */
	now(local: number): number {
		return local + (this.offset ?? 0);
	}

	/**
	 * The server time that it was at the earliest when the local clock showed `local`. Where no answer
	 * told it, as behind a proxy that drops the header, the local clock is taken to be right within
	 * {@link BOUNDS.unknownClock}.
	 * @returns epoch milliseconds
	 */
	noEarlierThan(local: number): number {
		return local + (this.offset ?? -BOUNDS.unknownClock);
	}

	/** The most exact of the answers that most others agree with. */
	private mostAgreed(): number | undefined {
		let best: { votes: number; offset: number } | undefined;
		for (const sample of this.samples) {
			const agreeing = this.samples.filter((other) => Math.abs(other - sample) <= AGREEMENT);
			const [votes, offset] = [agreeing.length, Math.max(...agreeing)];
			const isNearer = best !== undefined && Math.abs(offset) < Math.abs(best.offset);
			if (!best || votes > best.votes || (votes === best.votes && isNearer)) {
				best = { votes, offset };
			}
		}
		return best?.offset;
	}
}
