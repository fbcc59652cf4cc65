import { BOUNDS } from './bounds';
import { isRecord } from './json';

/**
 * How one HTTP request ended, as plain data. All rules for retries and messages work on this, whatever n8n's
 * helper returned or threw.
 */
export type Outcome = Answer | NetworkFailure | ImsFailure | Blocked;

/** A response. `body` is parsed JSON, or else text. */
export interface Answer {
	kind: 'answer';
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: unknown;
}

export type NetworkReason =
	| 'refused'
	| 'unknownHost'
	| 'unreachable'
	| 'timeout'
	| 'broken'
	| 'tls';

/** There is no response. */
interface NetworkFailure {
	kind: 'network';
	reason: NetworkReason;
	/** False if the request certainly did not reach the service. */
	maybeSent: boolean;
}

/** There is no access token, so nothing was sent. The message is the credential's. */
interface ImsFailure {
	kind: 'ims';
	message: string;
	/** IMS is down or slow. Otherwise it refuses this client, and would do so again. */
	isPassing: boolean;
}

/** The request was not sent, for instance because of n8n's list of allowed domains. */
interface Blocked {
	kind: 'blocked';
	message: string;
}

export function isSuccess(outcome: Outcome): outcome is Answer {
	return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
}

export function hasStatus(outcome: Outcome, status: number): outcome is Answer {
	return outcome.kind === 'answer' && outcome.status === status;
}

/**
 * What a failed try means for the next one.
 * - `never`: another try would end the same way.
 * - `again`: the request was certainly not carried out.
 * - `unclear`: it may have been carried out. GET, DELETE and PATCH with If-Match can be repeated. A create finds
 * out first, since names are not unique (contract.md (c)).
 */
export type Verdict = 'never' | 'again' | 'unclear';

/** Judges one failed try. This is the whole policy. */
export function judge(outcome: Outcome): Verdict {
	if (outcome.kind === 'network') {
		if (outcome.reason === 'tls') return 'never';
		return outcome.maybeSent ? 'unclear' : 'again';
	}
	// Without an access token, nothing was sent.
	if (outcome.kind === 'ims') return outcome.isPassing ? 'again' : 'never';
	if (outcome.kind !== 'answer') return 'never';
	const { status } = outcome;
	// A success that cannot be read is half a body, or the page of a proxy.
	if (status >= 200 && status < 300) return 'unclear';
	if (status === 429) return 'again';
	if (status === 501 || status === 505) return 'never';
	return status === 408 || status >= 500 ? 'unclear' : 'never';
}

/**
 * The wait after a failed try: exponential, with jitter so that requests which failed together are not retried
 * together.
 * @param tries failed tries so far, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(tries: number, random: number): number {
	const whole = Math.min(BOUNDS.longestWait, BOUNDS.firstWait * 2 ** (tries - 1));
	return whole * (0.5 + random / 2);
}

/**
 * Reads a Retry-After header (RFC 9110: seconds, or an HTTP date).
 * @param now epoch milliseconds, by the clock that wrote the date if known
 * @returns milliseconds from now, 0 for a past date, undefined if it cannot be read
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	if (!/[a-z]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Whether the service has processed the request. Not if it was down, or refused by its rate limit. */
export function isAnswered(outcome: Outcome): boolean {
	if (outcome.kind !== 'answer' || outcome.status === 429) return false;
	return outcome.status < 500 && isRecord(outcome.body);
}
