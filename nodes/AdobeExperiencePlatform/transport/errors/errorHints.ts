import {
	ACCESS_HINTS,
	ACCESS_TOKEN,
	GATEWAY_HINTS,
	PERMISSION,
	RATE_LIMIT,
	type ErrorHint,
} from './credentialHints';
import type { ServiceError } from './errorAnswer';

/** In the texts below, `{noun}` is what the request was about. */
const CONFLICT: ErrorHint = {
	message: 'The {noun} was changed since its etag was read',
	hint: 'Leave the Etag option empty to let the node read the current one, or read it with Get and check that your change still makes sense.',
};
const STATE: ErrorHint = {
	message: 'The {noun} is in a state that does not allow this',
	hint: 'Wait until its state is enabled or disabled (Get shows it), then run this item again.',
};
const NOT_FOUND: ErrorHint = {
	message: 'There is no {noun} with this ID in this sandbox',
	hint: 'It may have been deleted: {choose}check the ID. Check also the sandbox of the credential or of the Sandbox Name option.',
};
const IN_USE: ErrorHint = {
	message: 'Dataflows still use this {noun}',
	hint: 'Delete the dataflows first (Experience Platform > Sources > Dataflows), then the {noun}.',
};
const MAPPING: ErrorHint = {
	message: 'The mapping set does not fit the schema of the dataset',
	hint: 'A mapping set belongs to one version of one schema: use Mapping > Automatic, or a mapping set that was made for the schema of this dataset.',
};
const NO_ANSWER: ErrorHint = {
	message: 'The service answered with something that is no Platform API answer',
	hint: 'Check the Platform URL of the credential, and that no proxy answers in place of Adobe.',
};

/** By Adobe's whole code (contract.md (c), (g), (h); bare numbers mean different things there). */
const byCode = new Map<string | undefined, ErrorHint>(
	Object.entries({
		...GATEWAY_HINTS,
		...ACCESS_HINTS,
		'FLOW-1100-400': {
			message: 'The organization is not entitled to this source',
			hint: 'Ask your Adobe representative whether this source is part of your licence.',
		},
		'FLOW-1308-400': {
			message: 'The source refuses the connection or the path',
			hint: 'Often its keys have expired or may not read this place: Base Connection > Test tells. Give fresh keys by Update Session Token or Update Credentials, or choose another path.',
		},
		'FLOW-1404-412': CONFLICT,
		'FLOW-1412-400': MAPPING,
		'FLOW-1413-400': {
			message: 'This Experience Platform does not offer this source',
			hint: 'Ask your Adobe representative whether this source is part of your licence.',
		},
		'FLOW-1415-400': {
			message: 'This Experience Platform does not offer this kind of authentication',
			hint: 'IAM Role works on Experience Platform on AWS only. Choose another kind under Authentication.',
		},
		'FLOW-1416-400': STATE,
		'FLOW-1417-400': STATE,
		'FLOW-1418-400': IN_USE,
		'FLOW-1419-400': MAPPING,
		'FLOW-1420-400': STATE,
		'FLOW-1421-400': STATE,
		'FLOW-1422-400': STATE,
		'FLOW-1425-400': MAPPING,
		'FLOW-1439-404': NOT_FOUND,
		'FLOW-1444-400': STATE,
		'FLOW-1445-400': {
			message: 'Adobe does not allow updates of connections in this organization',
			hint: 'Ask Adobe support to switch the patch connection feature on.',
		},
		'FLOW-1447-400': IN_USE,
		'FLOW-1455-400': {
			message: 'The {noun} has no such parameter to change',
			hint: 'Check that it is of the source and kind that you write for.',
		},
		'FLOW-1456-400': STATE,
		'FLOW-1457-400': STATE,
		'FLOW-1458-400': STATE,
	}),
);

/** Where no code came: older envelopes and proxies. */
const byStatus: Record<number, ErrorHint> = {
	400: {
		message: 'Adobe refuses the request as it is',
		hint: "Adobe's own words say what it does not like; mend the field they name.",
	},
	401: ACCESS_TOKEN,
	403: PERMISSION,
	404: NOT_FOUND,
	408: { message: 'Adobe took too long', hint: 'Run this item again later.' },
	409: {
		message: 'The request does not fit the present state of the {noun}',
		hint: 'Read it with Get, then decide.',
	},
	412: CONFLICT,
	415: {
		message: 'Adobe refuses the form of the request',
		hint: 'Check that no proxy between n8n and Adobe changes requests.',
	},
	422: {
		message: 'Adobe refuses the values of the request',
		hint: "Adobe's own words say which; mend the field they name.",
	},
	429: RATE_LIMIT,
};

/** What the form chooses from a list. */
const HAVE_LISTS: ReadonlySet<string> = new Set(['connection', 'dataflow', 'dataset']);

/** What to tell a person about an error answer to a request about a `noun`. */
export function hintFor({ code, status }: ServiceError, noun = 'object'): ErrorHint {
	const { message, hint } = byCode.get(code) ?? byStatus[status] ?? hintForRange(status);
	const choose = HAVE_LISTS.has(noun) ? 'choose another one from the list, or ' : '';
	return {
		message: message.replace('{noun}', noun),
		hint: hint.replace('{noun}', noun).replace('{choose}', choose),
	};
}

/** The words for something that is not there, as where a list of one comes back empty. */
export function notFound(noun: string): ErrorHint {
	return hintFor({ status: 404 }, noun);
}

function hintForRange(status: number): ErrorHint {
	if (status >= 500) {
		return {
			message: `Adobe has a problem of its own (HTTP ${status})`,
			hint: 'Run this item again later; if it goes on, give the request ID to Adobe support.',
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `The Platform URL sends to another address (HTTP ${status})`,
			hint: 'Check the Platform URL of the credential.',
		};
	}
	if (status >= 200 && status < 300) return NO_ANSWER;
	return {
		message: `Adobe refuses the request (HTTP ${status})`,
		hint: "Adobe's own words say what it does not like.",
	};
}
