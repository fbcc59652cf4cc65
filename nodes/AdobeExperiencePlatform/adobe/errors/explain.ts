import {
	ACCESS_PROBLEMS,
	ACCESS_TOKEN,
	GATEWAY_PROBLEMS,
	PERMISSION,
	RATE_LIMIT,
	ingestionAdvice,
	namesOne,
	permissionProblem,
	type About,
} from './advice';
import { type ServiceError, readErrorAnswer } from './errorAnswer';
import { sourceProblem, type Explanation } from './sourceRefusal';
import { hasStatus, type NetworkReason, type Outcome } from '../outcome';
import type { Redactor } from '../redact';
import { Failure, type Problem } from './failure';

/** A problem. `{noun}` stands for what the request was about. */
interface Template extends Explanation {
	/** Replaces the description if the service gave no words. */
	withoutWords?: string;
}

const CONFLICT: Problem = {
	message: 'The {noun} was changed since its etag was read',
	description:
		'Leave the Etag option empty to let the node read the current one, or read it with Get and check that your change still makes sense.',
};
const STATE: Problem = {
	message: 'The {noun} is in a state that does not allow this',
	description:
		'Wait until its state is enabled or disabled (Get shows it), then run this item again.',
};
const NOT_FOUND: Problem = {
	message: 'There is no {noun} with this ID in this sandbox',
	description:
		'It may have been deleted: {choose}check the ID.{run} Check also the sandbox of the credential or of the Sandbox Name option.',
};
/** If the credential may not see an object, Adobe says that it does not exist. */
const NOT_FOUND_OR_LABELED: Problem = {
	message: NOT_FOUND.message,
	description: `${NOT_FOUND.description} If it exists, it may have an access label that no role of the API credential has.`,
};
const LIST_NOT_FOUND: Problem = {
	message: 'Adobe cannot list {noun}s here',
	description:
		'Check the Platform URL of the credential, and the sandbox of the credential or of the Sandbox Name option.',
};
const REFERENCE_NOT_FOUND: Problem = {
	message: 'Adobe did not find something that the {noun} refers to',
	description:
		'Check the IDs of this item, and the sandbox of the credential or of the Sandbox Name option.',
};
const IN_USE: Problem = {
	message: 'Dataflows still use this {noun}',
	description:
		'Delete the dataflows first (Experience Platform > Sources > Dataflows), then the {noun}.',
};
const MAPPING: Problem = {
	message: 'The mapping set does not fit the schema of the dataset',
	description:
		'A mapping set belongs to one version of one schema: use Mapping > Automatic, or a mapping set that was made for the schema of this dataset.',
};
const MAPPED_FIELDS: Problem = {
	message: 'The mapping set cannot be read, or does not fit the schema of the dataset',
	description:
		'Check that the role of the API credential has access to every mapped field (View Schemas, and the access labels of the fields). Otherwise use Mapping > Automatic, or a mapping set that was made for the schema of this dataset.',
};
const REQUEST: Template = {
	message: 'Adobe refuses the request as it is',
	description: "Fix the field named in Adobe's message.",
	withoutWords:
		'Adobe gives no reason. Check the values of this item; if they are right, contact Adobe support.',
};
const NO_ANSWER: Problem = {
	message: 'The response does not come from a Platform API',
	description:
		'Check the Platform URL of the credential, and that no proxy answers in place of Adobe.',
};

/** By Adobe's whole code (contract.md (c), (g), (h)). The number alone is ambiguous. */
const byCode = new Map<string, Template>([
	...Object.entries({ ...GATEWAY_PROBLEMS, ...ACCESS_PROBLEMS }),
	...coded('FLOW-1404-412', CONFLICT),
	...coded('FLOW-1412-400 FLOW-1425-400', MAPPING),
	...coded('FLOW-1419-400', MAPPED_FIELDS),
	...coded('FLOW-1418-400 FLOW-1447-400', IN_USE),
	...coded('FLOW-1416-400 FLOW-1417-400 FLOW-1420-400 FLOW-1421-400 FLOW-1422-400', STATE),
	...coded('FLOW-1444-400 FLOW-1456-400 FLOW-1457-400 FLOW-1458-400', STATE),
	...coded('FLOW-1439-404', NOT_FOUND_OR_LABELED),
	...coded('FLOW-1100-400', {
		message: 'The organization is not entitled to this source',
		description: 'Ask your Adobe representative whether this source is part of your license.',
	}),
	...coded('FLOW-1413-400', {
		message: 'This Experience Platform does not offer this source',
		description: 'Ask your Adobe representative whether this source is part of your license.',
	}),
	...coded('FLOW-1415-400', {
		message: 'This Experience Platform does not offer this kind of authentication',
		description:
			'IAM Role works on Experience Platform on AWS only. Choose another kind under Authentication.',
	}),
	...coded('FLOW-1445-400', {
		message: 'Adobe does not allow updates of connections in this organization',
		description: 'Ask Adobe support to turn on the patch connection feature.',
	}),
	...coded('FLOW-1455-400', {
		message: 'The {noun} has no such parameter to change',
		description: 'Check its source and authentication.',
	}),
]);

function coded(codes: string, problem: Template): Array<[string, Template]> {
	return codes.split(' ').map((code) => [code, problem]);
}

/** The source refused Adobe, and its words say why (contract.md (f)). */
const SOURCE_REFUSED = 'FLOW-1308-400';

/** For responses without a code, as from older envelopes and proxies. */
const byStatus = new Map<number, Template>([
	[400, REQUEST],
	[401, ACCESS_TOKEN],
	[408, { message: 'Adobe took too long', description: 'Run this item again later.' }],
	[
		409,
		{
			message: 'The state of the {noun} does not allow the request',
			description: 'Read it with Get, then decide.',
		},
	],
	[412, CONFLICT],
	[
		415,
		{
			message: 'Adobe refuses the form of the request',
			description: 'Check that no proxy between n8n and Adobe changes requests.',
		},
	],
	[422, { ...REQUEST, message: 'Adobe refuses the values of the request' }],
	[429, RATE_LIMIT],
]);

/** Chosen from a list in the form. */
const HAVE_LISTS: ReadonlySet<string> = new Set(['connection', 'dataflow', 'dataset']);

type KnownError = Pick<ServiceError, 'status'> & Partial<ServiceError>;

export function problemFor(error: KnownError, about: About): Explanation {
	const template = chosenProblem(error, about);
	const { sourceCause, message, description, withoutWords = description } = template;
	const noun = about.noun ?? 'object';
	const choose = HAVE_LISTS.has(noun) ? 'choose another one from the list, or ' : '';
	const run = noun === 'dataflow' ? ' If it is the ID of a run, use dataflowId of that run.' : '';
	const words = { noun, choose, run };
	const fill = (text: string) =>
		Object.entries(words).reduce((all, [name, word]) => all.replaceAll(`{${name}}`, word), text);
	return {
		message: fill(message),
		description: fill(error.text === undefined ? withoutWords : description),
		...(sourceCause && { sourceCause }),
	};
}

function chosenProblem(error: KnownError, about: About): Template {
	const { status, text, codes = [] } = error;
	if (codes.includes(SOURCE_REFUSED)) return sourceProblem(text);
	const known = codes.map((code) => byCode.get(code)).find(Boolean);
	if (known) return known === PERMISSION ? permissionProblem(about) : known;
	if (error.isPage && (status === 403 || status === 404)) return NO_ANSWER;
	if (status === 403 || deniesPermission(error)) return permissionProblem(about);
	if (status === 404) return notFoundProblem(about);
	const general = byStatus.get(status) ?? problemOfRange(status);
	const advice = status < 500 ? codes.map(ingestionAdvice).find(Boolean) : undefined;
	return advice === undefined ? general : { message: general.message, description: advice };
}

function notFoundProblem(about: About): Problem {
	if (namesOne(about)) return NOT_FOUND;
	return about.method === 'GET' ? LIST_NOT_FOUND : REFERENCE_NOT_FOUND;
}

/**
 * Some services return 401 for a missing permission (contract.md, permissions). A fresh token would not help,
 * and other requests may be allowed.
 */
function deniesPermission({ status, codes = [], text = '' }: KnownError): boolean {
	return (
		status === 401 &&
		!codes.some((code) => byCode.has(code)) &&
		/not authori[sz]ed|access (is |was )?denied|permission|not allowed|forbidden/i.test(text) &&
		!/token|api.?key|oauth|bearer|client id|credential/i.test(text)
	);
}

/** Whether the service refuses the access token. A 401 may also be about a permission. */
export function isTokenRefused(outcome: Outcome): boolean {
	return hasStatus(outcome, 401) && !deniesPermission(readErrorAnswer(outcome));
}

/** Says that something does not exist. */
export function notFound(noun: string): Failure {
	const { message, description } = problemFor({ status: 404 }, { noun });
	return new Failure(message, description, '404');
}

function problemOfRange(status: number): Template {
	if (status >= 500) {
		return {
			message: `Adobe server error (HTTP ${status})`,
			description: 'Run this item again later. If it fails again, contact Adobe support.',
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `The Platform URL redirects to another address (HTTP ${status})`,
			description: 'Check the Platform URL of the credential.',
		};
	}
	if (status >= 200 && status < 300) return NO_ANSWER;
	return {
		message: `Adobe refuses the request (HTTP ${status})`,
		description: "Read Adobe's message, then change the item.",
		withoutWords: 'Adobe gives no reason. Contact Adobe support.',
	};
}

const networkMessages: Record<NetworkReason, string> = {
	refused: 'Adobe Experience Platform refuses connections',
	unknownHost: 'The host of Adobe Experience Platform is not known',
	unreachable: 'Adobe Experience Platform cannot be reached',
	timeout: 'Adobe Experience Platform did not answer in time',
	broken: 'The connection to Adobe Experience Platform broke before the whole response arrived',
	tls: 'The certificate of Adobe Experience Platform is not trusted',
};

const networkAdvice: Partial<Record<NetworkReason, string>> = {
	timeout: 'Try again later, or raise the Timeout option.',
	tls: 'Check the Platform URL of the credential; behind a proxy that inspects traffic, give its certificate to n8n (NODE_EXTRA_CA_CERTS).',
};

interface Explained {
	/** Clears secrets. */
	clear: Redactor;
	about: About;
	tries: number;
}

/**
 * Explains why a request failed: what happened, how to fix it, and Adobe's words, code and request ID, without
 * the values that were sent.
 */
export function explain(outcome: Outcome, { clear, about, tries }: Explained): Failure {
	const tried = tries > 1 ? ` It was tried ${tries} times.` : '';
	if (outcome.kind === 'network') {
		const advice =
			networkAdvice[outcome.reason] ??
			'Check the network, proxy and firewall of this n8n, and the Platform URL of the credential.';
		return new Failure(networkMessages[outcome.reason], advice + tried);
	}
	if (outcome.kind !== 'answer') {
		// For n8n, IMS refuses the credential by a 401.
		const httpCode = outcome.kind === 'ims' && !outcome.isPassing ? '401' : undefined;
		return new Failure(clear(outcome.message), tried.trim(), httpCode);
	}
	const error = readErrorAnswer(outcome);
	const [code] = error.codes;
	const { message, description: advice, sourceCause } = problemFor(error, about);
	const facts = [
		code && `Adobe's code: ${clear(code)}.`,
		`HTTP status: ${error.status}.`,
		error.requestId && `Request ID: ${clear(error.requestId)}.`,
	].filter(Boolean);
	const said = error.text && clear(error.text).replace(/\.$/, '');
	const words = said ? ` Adobe says: "${said}."` : '';
	const description = `${advice}${words} ${facts.join(' ')}${tried}`;
	return new Failure(message, description, String(error.status), code, sourceCause);
}
