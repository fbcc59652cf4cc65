import type { Answer } from './answers';
import { gatewayAnswer } from './errors';
import type { RateLimit } from './settings';

/** `Retry-After` for a wait, in the form that the setting asks for. */
function retryAfter(
	form: RateLimit['retryAfter'],
	waitMs: number,
	now: number,
): Record<string, string> {
	if (form === 'none') return {};
	const seconds = Math.max(1, Math.ceil(waitMs / 1000));
	if (form === 'date') {
		// A date has no fractions: round up, or the caller would come back too early.
		return { 'retry-after': new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString() };
	}
	return { 'retry-after': String(seconds) };
}

/** Counts requests and answers 429050 when there are too many (contract.md (b), (j): no limit is published). */
export class RateLimiter {
	private tokens: number;
	private countedAt: number;

	constructor(
		private readonly limit: RateLimit,
		now: number,
	) {
		this.tokens = limit.burst ?? limit.perSecond;
		this.countedAt = now;
		if (limit.kind === 'window') this.startWindow(now);
	}

	/** Takes one request off the allowance; returns the refusal when nothing is left. */
	take(now: number): Answer | undefined {
		const { perSecond, kind } = this.limit;
		if (kind === 'bucket') {
			const refilled = this.tokens + ((now - this.countedAt) / 1000) * perSecond;
			this.tokens = Math.min(this.limit.burst ?? perSecond, refilled);
			this.countedAt = now;
		} else if (now - this.countedAt >= 1000) {
			this.startWindow(now);
		}
		if (this.tokens >= 1) {
			this.tokens -= 1;
			return undefined;
		}
		const wait =
			kind === 'bucket' ? ((1 - this.tokens) / perSecond) * 1000 : this.countedAt + 1000 - now;
		return gatewayAnswer(
			'429050',
			'Too many requests',
			retryAfter(this.limit.retryAfter, wait, now),
		);
	}

	private startWindow(now: number): void {
		this.tokens = this.limit.perSecond;
		this.countedAt = Math.floor(now / 1000) * 1000;
	}
}
