import { adviceFor } from './advice';
import type { NetworkReason, Outcome } from './outcome';
import { redact } from './redact';
import { readServiceError } from './serviceError';

/**
 * Why an item failed, in plain data that is free of secrets: nothing of the request or the answer
 * hangs on it. The router turns it into n8n's error, once.
 */
export class Failure extends Error {
	override readonly name = 'Failure';

	constructor(
		message: string,
		readonly description: string,
		readonly httpCode?: string,
	) {
		super(message);
	}

	/** The same failure with more to say, for instance what was already done. */
	with(more: string): Failure {
		return new Failure(this.message, `${this.description} ${more}`.trim(), this.httpCode);
	}
}

/** For `catch`: gives a {@link Failure} out as a value; anything else goes on as the error that it is. */
export function asFailure(error: unknown): Failure | Promise<never> {
	return error instanceof Failure ? error : Promise.reject(error as Error);
}

/** The user ended the execution; nothing is reported for it. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';

	constructor() {
		super('The execution was cancelled');
	}
}

const networkMessages: Record<NetworkReason, string> = {
	refused: 'The Flow Service refuses connections',
	unknownHost: 'The host of the Flow Service is not known',
	unreachable: 'The Flow Service cannot be reached',
	timeout: 'The Flow Service did not answer in time',
	broken: 'The connection to the Flow Service broke before the whole answer arrived',
	tls: 'The certificate of the Flow Service is not trusted',
};

const networkMends: Partial<Record<NetworkReason, string>> = {
	timeout: 'Try again later, or raise the Timeout option.',
	tls: 'Check the Platform URL of the credential; behind a proxy that inspects traffic, give its certificate to n8n (NODE_EXTRA_CA_CERTS).',
};

/**
 * Explains how a call ended that did not succeed: what happened, how to mend it, and Adobe's words,
 * code and request ID, cleared of the values that were sent.
 * @param tries how often it was tried
 */
export function explain(outcome: Outcome, secrets: readonly string[], tries = 1): Failure {
	const tried = tries > 1 ? ` It was tried ${tries} times.` : '';
	if (outcome.kind === 'network') {
		const mend =
			networkMends[outcome.reason] ??
			'Check the network, proxy and firewall of this n8n, and the Platform URL of the credential.';
		return new Failure(networkMessages[outcome.reason], mend + tried);
	}
	if (outcome.kind !== 'answer') {
		return new Failure(redact(outcome.message, secrets), '');
	}
	const error = readServiceError(outcome);
	const { what, mend } = adviceFor(error);
	const facts = [
		error.code && `Adobe's code: ${redact(error.code, secrets)}.`,
		`HTTP status: ${error.status}.`,
		error.requestId && `Request ID: ${redact(error.requestId, secrets)}.`,
	].filter(Boolean);
	const said = error.text && redact(error.text, secrets).replace(/\.$/, '');
	const words = said ? ` Adobe says: "${said}."` : '';
	const description = `${mend}${words} ${facts.join(' ')}${tried}`;
	return new Failure(what, description, String(error.status));
}
