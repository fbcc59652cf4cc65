/**
 * How one HTTP call ended, as plain data: whatever n8n's helper returned or threw is read into one
 * of these, and every rule about repeating and explaining works on them.
 */
export type Outcome = Answer | NetworkFailure | ImsRefusal | Blocked;

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

/** No access token could be had; the message is the credential's own. */
export interface ImsRefusal {
	kind: 'ims';
	message: string;
}

/** n8n itself did not let the request out, for instance by its list of allowed domains. */
export interface Blocked {
	kind: 'blocked';
	message: string;
}

export function isSuccess(outcome: Outcome): outcome is Answer {
	return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
}
