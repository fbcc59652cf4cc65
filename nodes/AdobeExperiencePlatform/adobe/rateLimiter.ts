import { BOUNDS } from './bounds';

const SECOND = 1_000;
/** Requests arrive a little earlier or later than they left, so the own window is a little longer. */
const WINDOW = 1_025;
/** So many refusals among the latest answers are a limit: it refuses all in flight, a passing 429 one. */
const REFUSALS = 3;
/** With a pause each error costs a second and more, without one a refused request: so try sooner. */
const RULES = {
	paused: { latest: 5, hold: 15_000 },
	unpaused: { latest: 10, hold: 1_000 },
} as const;
/** Fewer answers than this before the first refusal: bursts are not welcome, space requests evenly. */
const FEW = 10;
/** What is left of the rate after a refusal and its pause, and at least where a limit shows. */
const LEFT = { paused: 0.95, least: 0.5 } as const;
/** By what share the rate grows in a second after its hold, and how much faster in each further one. */
const GROWTH = { first: 0.1, faster: 1.5 } as const;
/** Never beyond what was taken within this span, 2 to 3 times the rate: unused, a rate proves nothing. */
const MEMORY = 3_000;
/** Requests a second that no refusal takes away. */
const SLOWEST = 0.5;

/** Leave to send one request. */
export interface Permit {
	/** When the request may go, by the clock that {@link RateLimiter.reserve} was given. */
	at: number;
	/** Permits of an earlier epoch are void: the run has slowed down or paused since. */
	epoch: number;
}

/**
 * The rate of a whole run, for all its concurrent requests. Adobe publishes no limits (contract.md (j)),
 * so nothing waits until the service refuses. From then on as many requests go in a second as it took in
 * the second before, and after a hold step by step more. A Retry-After holds back the whole run.
 * No I/O and no timers: time comes in from outside, in milliseconds of any clock.
 */
export class RateLimiter {
	/** What the service asked for by Retry-After in this run, in milliseconds; overlaps count once. */
	askedPauses = 0;
	/** Requests a second; infinite until the service limits. */
	private rate = Infinity;
	private rateBefore = Infinity;
	/** Whether requests go one by one; otherwise a second's share may go at once. */
	private isSpaced = false;
	private epoch = 0;
	/** When requests went or will go, as far back as they count for the next one. */
	private permits: number[] = [];
	private answers: Array<{ at: number; isRefused: boolean }> = [];
	private pausedUntil = -Infinity;
	private loweredAt = -Infinity;
	private growsAt = Infinity;
	private growth: number = GROWTH.first;

	/** Reserves the next permit; look whether it {@link isValid} when its time has come. */
	reserve(now: number): Permit {
		if (now >= this.growsAt) this.grow(now);
		const count = this.isSpaced ? 1 : Math.max(1, Math.floor(this.rate));
		const earlier = this.permits.at(-count) ?? -Infinity;
		const free = earlier + (count === 1 ? WINDOW / this.rate : WINDOW);
		const at = Math.max(now, this.pausedUntil, free);
		if (this.rate < Infinity) this.permits.push(at);
		return { at, epoch: this.epoch };
	}

	/** Whether the request may go on this permit; otherwise one is reserved anew. */
	isValid(permit: Permit): boolean {
		return permit.epoch === this.epoch;
	}

	/** The service took the request that went on this permit. */
	accepted(now: number, permit: Permit): void {
		this.note(now, false);
		// Refusals overtook this answer: it belongs to what the service had taken before them.
		if (permit.at < this.loweredAt && this.rate < this.rateBefore) this.learn(this.rate + 1);
	}

	/** The rate limit refused the request. @param pause milliseconds by Retry-After, if there was one */
	refused(now: number, permit: Permit, pause = 0): void {
		this.note(now, true);
		const wait = Math.min(pause, BOUNDS.longestWait);
		const isCurrent = this.isValid(permit);
		if (wait > 0) this.pause(now, wait);
		// What left before the rate was lowered brings old news.
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
