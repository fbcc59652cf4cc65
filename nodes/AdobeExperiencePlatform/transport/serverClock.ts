import { BOUNDS } from './bounds';

/**
 * The service's own clock, learned from the `Date` headers of its answers. Ages of connections are
 * judged by it, since this machine's clock may differ from the service's.
 */
export class ServerClock {
	/** Server time minus local time is at least this; each answer can only make it more exact. */
	private offset: number | undefined;

	/**
	 * Learns from one answer. The header is cut to whole seconds and was written before the answer
	 * arrived, so both errors make the bound lower, never higher.
	 * @param date the `Date` header
	 * @param receivedAt local epoch milliseconds
	 */
	learn(date: string | undefined, receivedAt: number): void {
		const server = Date.parse(date ?? '');
		if (Number.isNaN(server)) return;
		this.offset = Math.max(this.offset ?? -Infinity, server - receivedAt);
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
}
