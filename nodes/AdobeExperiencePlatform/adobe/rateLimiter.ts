import { BOUNDS } from './waits';

const SECOND = 1_000;
/**
 * Requests arrive a little earlier or later than they were sent, so this window is a little longer than a
 * second.
 */
const WINDOW = 1_025;
/**
 * A limit refuses all requests in flight, a passing 429 only one. So this many refusals among the latest
 * responses are a limit.
 */
const REFUSALS = 3;
/**
 * With a Retry-After, each error costs a second or more. Without it, an error costs one request, so higher rates
 * are tried sooner.
 */
const RULES = {
	paused: { latest: 5, hold: 15_000 },
	unpaused: { latest: 10, hold: 1_000 },
} as const;
/** With fewer responses than this before the first refusal, the service does not accept bursts. */
const FEW = 10;
/** The share of the rate that stays after a refusal with a pause, and the least that stays at a limit. */
const LEFT = { paused: 0.95, least: 0.5 } as const;
/** By how much the rate grows in the first second after its hold, and how much faster in each further one. */
const GROWTH = { first: 0.1, faster: 1.5 } as const;
/** The rate stays below 2 to 3 times of what was accepted in this span, since an unused rate proves nothing. */
const MEMORY = 3_000;
/** Requests per second that remain after any refusal. */
const SLOWEST = 0.5;

export interface Permit {
	/** When the request may be sent, by the clock of {@link RateLimiter.reserve}. */
	at: number;
	/** Permits of an earlier epoch are void, since the execution has slowed down or paused. */
	epoch: number;
}

/**
 * The rate of all requests of an execution. Adobe publishes no limits (contract.md (j)), so nothing waits until
 * the service refuses. Then the rate falls to what it accepted in the second before, and grows again step by
 * step after a hold. A Retry-After holds back the whole execution. This has no I/O and no timers. All times are
 * milliseconds of any one clock.
 */
export class RateLimiter {
	/** The pauses of all Retry-After headers, in milliseconds. Overlaps count once. */
	askedPauses = 0;
	/** Requests per second. Infinite until the service limits them. */
	private rate = Infinity;
	private rateBefore = Infinity;
	/** Whether requests are spaced evenly. Otherwise all requests of a second may go at once. */
	private isSpaced = false;
	private epoch = 0;
	/** Times of past and coming requests that count for the next one. */
	private permits: number[] = [];
	private answers: Array<{ at: number; isRefused: boolean }> = [];
	private pausedUntil = -Infinity;
	private loweredAt = -Infinity;
	private growsAt = Infinity;
	private growth: number = GROWTH.first;

	/** Reserves the next permit. Check it with {@link isValid} when its time has come. */
	reserve(now: number): Permit {
		if (now >= this.growsAt) this.grow(now);
		const count = this.isSpaced ? 1 : Math.max(1, Math.floor(this.rate));
		const earlier = this.permits.at(-count) ?? -Infinity;
		const free = earlier + (count === 1 ? WINDOW / this.rate : WINDOW);
		const at = Math.max(now, this.pausedUntil, free);
		if (this.rate < Infinity) this.permits.push(at);
		return { at, epoch: this.epoch };
	}

	/** Whether the request may use this permit. Otherwise it reserves another one. */
	isValid(permit: Permit): boolean {
		return permit.epoch === this.epoch;
	}

	accepted(now: number, permit: Permit): void {
		this.note(now, false);
		// This response was overtaken by refusals. It counts as accepted before them.
		if (permit.at < this.loweredAt && this.rate < this.rateBefore) this.learn(this.rate + 1);
	}

	/**
	 * The rate limit refused the request.
	 * @param pause milliseconds of a Retry-After, if there was one
	 */
	refused(now: number, permit: Permit, pause = 0): void {
		this.note(now, true);
		const wait = Math.min(pause, BOUNDS.longestWait);
		const isCurrent = this.isValid(permit);
		if (wait > 0) this.pause(now, wait);
		// Sent before the rate was lowered, so it says nothing about the new rate.
		if (permit.at < this.loweredAt) return;
		const { latest, hold } = RULES[wait > 0 ? 'paused' : 'unpaused'];
		if (this.answers.slice(-latest).filter(({ isRefused }) => isRefused).length >= REFUSALS) {
			const least = this.rate < Infinity ? this.rate * LEFT.least : 0;
			this.rateBefore = this.rate;
			this.learn(Math.max(least, Math.min(this.taken(now - SECOND), this.rate)));
			this.loweredAt = now;
			this.voidPermits(now);
		} else if (wait > 0 && isCurrent) {
			this.rate = Math.max(SLOWEST, this.rate * LEFT.paused);
		} else return;
		this.growsAt = now + wait + hold;
		this.growth = GROWTH.first;
	}

	private learn(rate: number): void {
		this.rate = Math.max(SLOWEST, rate);
		if (this.rateBefore === Infinity) this.isSpaced = rate < FEW;
	}

	private pause(now: number, wait: number): void {
		if (now + wait <= this.pausedUntil) return;
		this.askedPauses += now + wait - Math.max(now, this.pausedUntil);
		this.pausedUntil = now + wait;
		this.voidPermits(now);
	}

	private voidPermits(now: number): void {
		this.epoch++;
		this.permits = this.permits.filter((at) => at <= now);
	}

	private grow(now: number): void {
		const grown = Math.min(this.rate * (1 + this.growth), this.taken(now - MEMORY));
		this.rate = Math.max(this.rate, grown);
		this.growth *= GROWTH.faster;
		this.growsAt = now + SECOND;
		this.permits = this.permits.filter((at) => at > now - WINDOW / SLOWEST);
	}

	private taken(since: number): number {
		return this.answers.filter(({ at, isRefused }) => !isRefused && at > since).length;
	}

	private note(now: number, isRefused: boolean): void {
		this.answers.push({ at: now, isRefused });
		const fresh = this.answers.findIndex(({ at }) => at > now - MEMORY);
		this.answers.splice(0, fresh - RULES.unpaused.latest);
	}
}
