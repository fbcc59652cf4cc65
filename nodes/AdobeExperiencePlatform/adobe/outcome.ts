import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { asRecord, isRecord } from './json';
import { BOUNDS } from './waits';

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

export function readResponse({ statusCode, headers, body }: IN8nHttpFullResponse): Outcome {
	return { kind: 'answer', status: statusCode, headers: lowerCase(headers), body };
}

function lowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(asRecord(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * n8n wraps what it caught, with the request library's own error as its cause. n8n 2.8 loses the cause, and
 * keeps its status or code as `httpCode` and a JSON body as `context.data`.
 */
export function readThrown(error: unknown): Outcome {
	const wrapped = asRecord(error);
	const cause = asRecord(wrapped.cause);
	const message = String(wrapped.message ?? 'n8n did not send the request');
	const { response, code = wrapped.httpCode } = cause;
	if (typeof wrapped.httpCode === 'string' && wrapped.httpCode.startsWith('IMS_')) {
		return { kind: 'ims', message, isPassing: wrapped.httpCode !== 'IMS_REFUSED' };
	}
	if (isRecord(response) && typeof response.status === 'number') {
		return {
			kind: 'answer',
			status: response.status,
			headers: lowerCase(response.headers),
			body: response.data,
		};
	}
	if (typeof code !== 'string' || code === 'ERR_INVALID_URL') return { kind: 'blocked', message };
	if (NEVER_SENT.test(code)) {
		return { kind: 'blocked', message: `n8n cannot send this request (${code}). Nothing was sent` };
	}
	if (/^[2-5]\d\d$/.test(code)) {
		const { data } = asRecord(wrapped.context);
		return { kind: 'answer', status: Number(code), headers: {}, body: data };
	}
	return { kind: 'network', ...readCode(code, cause.syscall ?? firstWord(wrapped.messages)) };
}

/** Node.js starts the message of a failed system call with its name, as in "connect ETIMEDOUT". */
function firstWord(messages: unknown): string | undefined {
	return Array.isArray(messages) ? String(messages[0]).split(' ', 1)[0] : undefined;
}

/** Codes of Node.js and the request library for requests that they refuse to send. */
const NEVER_SENT =
	/^(?:UND_)?ERR_(?:HTTP_)?(?:INVALID_(?:ARG(?:_TYPE|_VALUE)?|CHAR|DOMAIN_NAME|HEADER_VALUE|HTTP_TOKEN|PROTOCOL)|UNESCAPED_CHARACTERS|BAD_OPTION(?:_VALUE)?|NOT_SUPPORT(?:ED)?)$/;

/** Codes of Node.js and the request library from before there is a connection. */
const BEFORE_SENDING: Record<string, NetworkReason> = {
	ECONNREFUSED: 'refused',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'unknownHost',
};

/** Codes that may come while connecting, or after the request may have arrived. */
const ANY_TIME: Record<string, NetworkReason> = {
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	ECONNABORTED: 'timeout',
	ETIMEDOUT: 'timeout',
};

function readCode(code: string, syscall: unknown): { reason: NetworkReason; maybeSent: boolean } {
	const before = BEFORE_SENDING[code];
	if (before) return { reason: before, maybeSent: false };
	if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return { reason: 'tls', maybeSent: false };
	return { reason: ANY_TIME[code] ?? 'broken', maybeSent: syscall !== 'connect' };
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
