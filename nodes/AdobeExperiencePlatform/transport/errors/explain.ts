import type { NetworkReason, Outcome } from '../outcome';
import { redact, redactor } from '../redact';
import { readErrorAnswer } from './errorAnswer';
import { hintFor } from './errorHints';
import { Failure } from './failure';
import type { About } from './permissions';

const networkMessages: Record<NetworkReason, string> = {
	refused: 'Adobe Experience Platform refuses connections',
	unknownHost: 'The host of Adobe Experience Platform is not known',
	unreachable: 'Adobe Experience Platform cannot be reached',
	timeout: 'Adobe Experience Platform did not answer in time',
	broken: 'The connection to Adobe Experience Platform broke before the whole answer arrived',
	tls: 'The certificate of Adobe Experience Platform is not trusted',
};

const networkHints: Partial<Record<NetworkReason, string>> = {
	timeout: 'Try again later, or raise the Timeout option.',
	tls: 'Check the Platform URL of the credential; behind a proxy that inspects traffic, give its certificate to n8n (NODE_EXTRA_CA_CERTS).',
};

export interface Explained {
	/** What must not appear in it. */
	secrets: readonly string[];
	/** What the request was about. */
	about?: About;
	/** How often it was tried. */
	tries?: number;
}

/**
 * Explains how a request ended that did not succeed: what happened, how to fix it, and Adobe's words,
 * code and request ID, cleared of the values that were sent.
 */
export function explain(outcome: Outcome, { secrets, about, tries = 1 }: Explained): Failure {
	const tried = tries > 1 ? ` It was tried ${tries} times.` : '';
	if (outcome.kind === 'network') {
		const hint =
			networkHints[outcome.reason] ??
			'Check the network, proxy and firewall of this n8n, and the Platform URL of the credential.';
		return new Failure(networkMessages[outcome.reason], hint + tried);
	}
	if (outcome.kind !== 'answer') {
		// IMS says it in other ways; for n8n it is the credential that is refused.
		const httpCode = outcome.kind === 'ims' && !outcome.isPassing ? '401' : undefined;
		return new Failure(redact(outcome.message, secrets), tried.trim(), httpCode);
	}
	const error = readErrorAnswer(outcome);
	const { message, hint, sourceCause } = hintFor(error, about);
	const clear = redactor(secrets);
	const facts = [
		error.code && `Adobe's code: ${clear(error.code)}.`,
		`HTTP status: ${error.status}.`,
		error.requestId && `Request ID: ${clear(error.requestId)}.`,
	].filter(Boolean);
	const said = error.text && clear(error.text).replace(/\.$/, '');
	const words = said ? ` Adobe says: "${said}."` : '';
	const description = `${hint}${words} ${facts.join(' ')}${tried}`;
	return new Failure(message, description, String(error.status), error.code, sourceCause);
}
