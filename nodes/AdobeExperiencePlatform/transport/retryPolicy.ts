import { BOUNDS } from './bounds';
import type { Outcome } from './outcome';

/**
 * What a failed try means for the next one.
 * - `never`: another try would end the same way.
 * - `again`: the request was certainly not carried out.
 * - `unclear`: it may have been carried out. Safe to repeat for GET, DELETE and PATCH with
 *   If-Match; a create finds out first, since names are not unique (contract.md (c)).
 */
export type Verdict = 'never' | 'again' | 'unclear';

/** Judges one failed try; the table is the whole policy. */
export function judge(outcome: Outcome): Verdict {
	if (outcome.kind === 'network') {
		if (outcome.reason === 'tls') return 'never';
		return outcome.maybeSent ? 'unclear' : 'again';
	}
	// Without an access token nothing was sent.
	if (outcome.kind === 'ims') return outcome.isPassing ? 'again' : 'never';
	if (outcome.kind !== 'answer') return 'never';
	const { status } = outcome;
	// A success that cannot be read: half a body, or a proxy's page in place of the answer.
	if (status >= 200 && status < 300) return 'unclear';
	if (status === 429) return 'again';
	if (status === 501 || status === 505) return 'never';
	return status === 408 || status >= 500 ? 'unclear' : 'never';
}

/**
 * The wait after the n-th failed try: exponential with jitter, so that requests which failed
 * together are not retried together.
 * @param tries failed tries so far, from 1
 * @param random 0 to 1
 * @returns milliseconds
 */
export function backoff(tries: number, random: number): number {
	const whole = Math.min(BOUNDS.longestWait, BOUNDS.firstWait * 2 ** (tries - 1));
	return whole * (0.5 + random / 2);
}

/**
 * Reads a Retry-After header (RFC 9110: seconds, or an HTTP date).
 * @param header the header's text
 * @param now epoch milliseconds by the clock that the date was written by, as far as known
 * @returns milliseconds from now, 0 for a date that has passed, undefined where it says nothing
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
