import { BOUNDS } from './bounds';

/** What the service took within this span tells its limit; milliseconds. */
const SPAN = 1_000;
/** Requests arrive a little earlier or later than they left, so the own window is a little longer. */
const WINDOW = 1_025;
/** From this share of refusals on, the service limits the rate; below, a 429 was a passing one. */
const LIMIT_SHARE = 0.2;
/** A single refusal says nothing about a share; where requests are spaced, more do not come. */
const LEAST_REFUSALS = { bursts: 2, spaced: 1 } as const;
/** So many refusals among the latest answers are a limit, whatever the rate is. */
const ROW = { refusals: 4, answers: 10 } as const;
/** For so long it is remembered how much the service once took in a second. */
const BEST_MS = 30_000;
/** Across the edge of its window or with a full bucket a service takes twice its limit in a second. */
const FAR_BELOW = 3;
/** Fewer answers than this before a refusal mean that bursts are not welcome: requests are spaced. */
const FEW = 10;
/** So many refusals of requests in flight beside the first one tell a limit from a passing 429. */
const COMPANIONS = 2;
/** A limit that was met is kept for this long, twice as long when it is met again at the same rate. */
const HOLD_MS = 10_000;
const STEP_MS = 1_000;
/** A limit met again within this time was read across the edge of a window and is far lower. */
const SOON_MS = 5_000;
/** What is left of a rate that was too high: just missed, soon met again, or refused by and large. */
const LEFT = { missed: 0.97, again: 0.89, limited: 0.9 } as const;
/** By how much the rate grows each second: after the hold, and where little is known of the limit. */
const STEP = { careful: 0.005, probing: 0.25, growth: 1.4, largest: 0.5 } as const;
/** A run is never slower than this many requests a second by its own choice. */
const SLOWEST = 0.5;
/** Far above what lanes reach: the pace no longer matters. */
const FASTEST = 10_000;

/** The last refusal, and what became of the requests that were in flight beside it. */
interface Suspicion {
	plan: number;
	/** What the service had taken in the second before, or since the last pause. */
	taken: number;
	accepted: number;
	refused: number;
	/** Whether it is the run's first, from which the rate was read. */
	isFirst: boolean;
}

/** A place in the run's order of requests. */
export interface Turn {
	/** When the request may go, by the clock that {@link Pace.reserve} was given. */
	at: number;
	/** Turns of an older plan are void: the run has slowed down since. */
	plan: number;
}

/**
 * The pace of a whole run. Until the service says 429, nothing waits. Then all lanes slow down
 * together to what the service was seen to take in a second, and quicken again step by step.
 *
 * No I/O and no timers: time comes in from outside, in milliseconds of any clock.
 */
export class Pace {
	/** Requests a second; undefined while the service never limited. */
	private rate: number | undefined;

	/** Whether requests are evenly spaced; otherwise the second's share may go at once. */
	private spaced = false;

	private plan = 0;

	/** When the last requests went or will go, ascending. */
	private turns: number[] = [];

	private answers: Array<{ at: number; refused: boolean }> = [];

	private startedAt: number | undefined;

	private pausedUntil = -Infinity;

	private suspicion: Suspicion | undefined;

	private loweredAt = -Infinity;

	private hold = HOLD_MS;

	private steppedAt = 0;

	private step: number = STEP.careful;

	/** The most that the service took in a second while the run kept a rate, and when that was. */
	private best = { taken: 0, at: -Infinity };

	/** What the service asked for by Retry-After in this run, in milliseconds. */
	askedPauses = 0;

	/** Takes the next turn. */
	reserve(now: number): Turn {
		this.startedAt ??= now;
		this.quicken(now);
		const at = Math.max(now, this.pausedUntil, this.nextFree());
		if (this.rate !== undefined) this.turns.push(at);
		return { at, plan: this.plan };
	}

	/** Whether a turn still counts; one that does not is taken anew. */
	isValid(turn: Turn): boolean {
		return turn.plan === this.plan;
	}

	/** The service took a request that went on this turn. */
	accepted(now: number, turn: Turn): void {
		this.note(now, false);
		if (this.suspicion?.plan === turn.plan) this.takeIntoAccount(this.suspicion);
	}

	/**
	 * The service refused a request with 429, or with 503 and a Retry-After.
	 * @param turn the turn that the request went on
	 * @param pause milliseconds by Retry-After, where it gave one
	 */
	refused(now: number, turn: Turn, pause: number | undefined): void {
		this.note(now, true);
		const wait = Math.min(pause ?? 0, BOUNDS.longestWait);
		if (this.isValid(turn)) {
			const { taken } = this.recent(now);
			const isFirst = this.rate === undefined;
			this.suspicion = { plan: turn.plan, taken, accepted: 0, refused: 0, isFirst };
			this.lower(now, wait > 0);
		} else if (wait > 0 && this.suspicion?.plan === turn.plan) {
			this.confirmLimit(now, this.suspicion);
		}
		if (wait > 0 && now + wait > this.pausedUntil) {
			this.askedPauses += now + wait - Math.max(now, this.pausedUntil);
			this.pausedUntil = now + wait;
			this.replan(now);
		}
	}

	/**
	 * Requests that left before the run slowed down bring old news, with one use: a passing 429 hits
	 * one of those in flight, a limit hits all. Then what was taken since the last pause is the limit,
	 * also where the rate was once read across the edge of a window and is too high.
	 */
	private confirmLimit(now: number, suspicion: Suspicion): void {
		suspicion.refused++;
		const isClear = suspicion.refused >= COMPANIONS && suspicion.refused > 2 * suspicion.accepted;
		if (!isClear || suspicion.isFirst || this.rate === undefined || this.spaced) return;
		this.suspicion = undefined;
		if (suspicion.taken >= FEW && suspicion.taken < this.rate) {
			this.setRate(now, suspicion.taken, STEP.careful);
		}
	}

	/** With many lanes the first refusal overtakes answers to requests that the service had taken. */
	private takeIntoAccount(suspicion: Suspicion): void {
		suspicion.accepted++;
		const taken = suspicion.taken + suspicion.accepted;
		if (!suspicion.isFirst || this.rate === undefined || taken < FEW) return;
		this.rate = Math.max(this.rate, taken);
		if (this.spaced) this.step = STEP.careful;
		this.spaced = false;
	}

	/**
	 * What the service answered within the last second, but not before the run's last pause: time in
	 * which the run paused by itself says nothing about the service.
	 */
	private recent(now: number): { taken: number; refused: number; span: number } {
		const since = Math.max(now - SPAN, this.pausedUntil, this.startedAt ?? now);
		const answers = this.answers.filter(({ at }) => at >= since);
		const refused = answers.filter((answer) => answer.refused).length;
		return { taken: answers.length - refused, refused, span: Math.max(now - since, 1) };
	}

	private nextFree(): number {
		if (this.rate === undefined) return -Infinity;
		if (this.spaced || this.rate < 1) {
			return (this.turns.at(-1) ?? -Infinity) + 1000 / this.rate;
		}
		return (this.turns.at(-Math.floor(this.rate)) ?? -Infinity) + WINDOW;
	}

	private lower(now: number, hasPause: boolean): void {
		const { refused, span, ...seenNow } = this.recent(now);
		const taken = Math.max(seenNow.taken, 0.5);
		const least = LEAST_REFUSALS[this.spaced ? 'spaced' : 'bursts'];
		const isShare = refused >= least && 1 - taken / (seenNow.taken + refused) >= LIMIT_SHARE;
		const isLimit = isShare || this.isRow();
		if (this.rate === undefined) {
			this.spaced = taken < FEW;
			// Too fast costs a pause where the service asks for one, otherwise only a refusal.
			const isCheap = this.spaced && !hasPause;
			const seen = isCheap ? (taken * 1000) / Math.max(span, SPAN / 10) : taken;
			this.setRate(now, seen, this.spaced || !hasPause ? STEP.probing : STEP.careful);
			return;
		}
		if (hasPause) {
			const isSameLimit = span >= SPAN / 2 && taken > this.rate * 0.9;
			// Neither at its own limit nor refused by and large: a passing 429, the pause is enough.
			if (!isSameLimit && !isLimit) return;
			this.hold = isSameLimit ? this.hold * 2 : HOLD_MS;
			// Refused well within its own limit: it is the burst that is too much.
			if (!isSameLimit) this.spaced = true;
			const isSoon = now - this.loweredAt < SOON_MS;
			const left = isSameLimit ? (isSoon ? LEFT.again : LEFT.missed) : LEFT.limited;
			this.setRate(now, this.rate * left, STEP.careful);
		} else if (isLimit && span >= SPAN / 4) {
			this.setRate(now, Math.min(this.rate, (taken * 1000) / span), STEP.careful);
			this.hold = 0;
		}
	}

	private noteBest(now: number): void {
		const { length: taken } = this.answers.filter(
			({ at, refused }) => !refused && at > now - SPAN && at <= now,
		);
		const isOld = this.best.at < now - BEST_MS;
		if (isOld || taken >= this.best.taken) this.best = { taken, at: now };
	}

	private isRow(): boolean {
		const latest = this.answers.slice(-ROW.answers);
		return latest.filter(({ refused }) => refused).length >= ROW.refusals;
	}

	private setRate(now: number, rate: number, step: number): void {
		this.rate = Math.max(SLOWEST, rate);
		this.step = step;
		this.loweredAt = now;
		this.steppedAt = now;
		this.replan(now);
	}

	private replan(now: number): void {
		this.plan++;
		this.turns = this.turns.filter((at) => at <= now);
	}

	private quicken(now: number): void {
		while (this.rate !== undefined && now - this.steppedAt >= STEP_MS) {
			this.steppedAt += STEP_MS;
			this.noteBest(this.steppedAt);
			const isFarBelow = this.rate < this.best.taken / FAR_BELOW;
			if (isFarBelow) this.step = Math.max(this.step, STEP.probing);
			if (this.step < STEP.probing && this.steppedAt - this.loweredAt <= this.hold) continue;
			this.rate *= 1 + this.step;
			this.step = Math.min(STEP.largest, this.step * STEP.growth);
			if (this.rate > FASTEST) this.rate = undefined;
		}
		const old = this.turns.findIndex((at) => at > now - 2 * WINDOW);
		if (old > 0) this.turns.splice(0, old);
	}

	private note(now: number, refused: boolean): void {
		this.answers.push({ at: now, refused });
		if (this.answers.length % 256 === 0) {
			this.answers = this.answers.filter(({ at }) => at >= now - SPAN);
		}
	}
}
