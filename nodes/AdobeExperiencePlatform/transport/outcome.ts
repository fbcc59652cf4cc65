/**
 * How one HTTP request ended, as plain data: whatever n8n's helper returned or threw is read into
 * one of these, and every rule about retrying and explaining works on them.
 */
export type Outcome = Answer | NetworkFailure | ImsFailure | Blocked;

/** The service answered; `body` is parsed JSON, or text where it was none. */
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

/** No answer came. */
export interface NetworkFailure {
	kind: 'network';
	reason: NetworkReason;
	/** False where the request certainly did not reach the service. */
	maybeSent: boolean;
}

/** No access token could be had, so the request was not sent; the message is the credential's own. */
export interface ImsFailure {
	kind: 'ims';
	message: string;
	/** IMS is down or slow; otherwise it refuses this client, and would do so again. */
	isPassing: boolean;
}

/** The request was not let out, for instance by n8n's list of allowed domains. */
export interface Blocked {
	kind: 'blocked';
	message: string;
}

export function isSuccess(outcome: Outcome): outcome is Answer {
	return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
}

/** Whether the service answered with this status. */
export function hasStatus(outcome: Outcome, status: number): outcome is Answer {
	return outcome.kind === 'answer' && outcome.status === status;
}
