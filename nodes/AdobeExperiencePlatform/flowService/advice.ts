import type { ServiceError } from './serviceError';

/** What happened in a person's words, and what to do about it. */
export interface Advice {
	what: string;
	mend: string;
}

const PERMISSION: Advice = {
	what: 'The credential lacks a permission for this sandbox',
	mend: 'Ask an administrator of your Adobe organization to give the API credential a role with View Sources and Manage Sources for this sandbox (Experience Platform > Permissions > Roles).',
};
const SANDBOX: Advice = {
	what: 'Adobe does not know the sandbox',
	mend: 'Use the name of the sandbox, not its title, in lower case, as Experience Platform shows it under Sandboxes > Browse.',
};
const ORGANIZATION: Advice = {
	what: 'The credential is not entitled for this organization',
	mend: 'Check the Organization ID of the credential, and that its project in the Adobe Developer Console has an Experience Platform product profile.',
};
const TOKEN: Advice = {
	what: 'Adobe does not accept the access token, even a fresh one',
	mend: 'Check Client ID, Client Secret, Scopes and Organization ID of the credential.',
};
const API_KEY: Advice = {
	what: 'Adobe does not know the Client ID as an API key',
	mend: 'Copy it again from the Adobe Developer Console, and check that the Experience Platform API is added to the project.',
};
const NO_API_KEY: Advice = {
	what: 'The Client ID did not reach Adobe',
	mend: 'Fill in Client ID in the credential.',
};
const NO_SANDBOX: Advice = {
	what: 'The sandbox did not reach Adobe',
	mend: 'Fill in Sandbox Name in the credential.',
};
const TOO_MANY: Advice = {
	what: 'Adobe receives too many requests from this credential',
	mend: 'Run fewer items at a time, or run the workflow later.',
};
const CONFLICT: Advice = {
	what: 'The connection was changed since its etag was read',
	mend: 'Leave the Etag option empty to let the node read the current one, or read it with Get and check that your change still makes sense.',
};
const STATE: Advice = {
	what: 'The connection is in a state that does not allow this',
	mend: 'Wait until its state is enabled or disabled (Get shows it), then run this item again.',
};
export const NOT_FOUND: Advice = {
	what: 'There is no connection with this ID in this sandbox',
	mend: 'It may have been deleted: choose another one from the list, or check the ID. Check also the sandbox of the credential or of the Sandbox Name option.',
};
const IN_USE: Advice = {
	what: 'Dataflows still use this connection',
	mend: 'Delete the dataflows first (Experience Platform > Sources > Dataflows), then the connection.',
};

/** By Adobe's whole code (contract.md (b), (c), (h); bare numbers mean different things there). */
const codes: Record<string, Advice> = {
	'400003': ORGANIZATION,
	'401013': TOKEN,
	'403000': NO_API_KEY,
	'403003': API_KEY,
	'403010': TOKEN,
	'403011': TOKEN,
	'403020': TOKEN,
	'403025': ORGANIZATION,
	'403027': ORGANIZATION,
	'429001': TOO_MANY,
	'429002': TOO_MANY,
	'429050': TOO_MANY,
	'FLOW-2000-401': ORGANIZATION,
	'FLOW-2001-401': ORGANIZATION,
	'FLOW-2002-401': ORGANIZATION,
	'FLOW-2100-404': SANDBOX,
	'FLOW-2101-404': SANDBOX,
	'FLOW-2103-404': SANDBOX,
	'FLOW-2105-400': NO_SANDBOX,
	'FLOW-2118-403': PERMISSION,
	'FLOW-2120-403': PERMISSION,
	'FLOW-2121-403': PERMISSION,
	'FLOW-1100-400': {
		what: 'The organization is not entitled to this source',
		mend: 'Ask your Adobe representative whether the Amazon S3 source is part of your licence.',
	},
	'FLOW-1404-412': CONFLICT,
	'FLOW-1413-400': {
		what: 'This Experience Platform does not offer the Amazon S3 source',
		mend: 'Ask your Adobe representative whether the Amazon S3 source is part of your licence.',
	},
	'FLOW-1415-400': {
		what: 'This Experience Platform does not offer this kind of authentication',
		mend: 'IAM Role works on Experience Platform on AWS only. Choose Access Key.',
	},
	'FLOW-1416-400': STATE,
	'FLOW-1417-400': STATE,
	'FLOW-1418-400': IN_USE,
	'FLOW-1439-404': NOT_FOUND,
	'FLOW-1445-400': {
		what: 'Adobe does not allow updates of connections in this organization',
		mend: 'Ask Adobe support to switch the patch connection feature on.',
	},
	'FLOW-1447-400': IN_USE,
	'FLOW-1455-400': {
		what: 'The connection has no such parameter to change',
		mend: 'Check that the connection is an Amazon S3 connection of the kind that you write keys for.',
	},
	'FLOW-1456-400': STATE,
	'FLOW-1457-400': STATE,
	'FLOW-1458-400': STATE,
};

/** A map, since a code comes from outside and may be called like something that every object has. */
const byCode = new Map<string | undefined, Advice>(Object.entries(codes));

/** Where no code came: older envelopes and proxies. */
const byStatus: Record<number, Advice> = {
	400: {
		what: 'Adobe refuses the request as it is',
		mend: "Adobe's own words say what it does not like; mend the field they name.",
	},
	401: TOKEN,
	403: PERMISSION,
	404: NOT_FOUND,
	408: {
		what: 'Adobe took too long',
		mend: 'Run this item again later.',
	},
	409: {
		what: 'The request does not fit the present state of the connection',
		mend: 'Read the connection with Get, then decide.',
	},
	412: CONFLICT,
	415: {
		what: 'Adobe refuses the form of the request',
		mend: 'Check that no proxy between n8n and Adobe changes requests.',
	},
	422: {
		what: 'Adobe refuses the values of the request',
		mend: "Adobe's own words say which; mend the field they name.",
	},
	429: TOO_MANY,
};

/** What to tell a person about an error answer. */
export function adviceFor({ code, status }: ServiceError): Advice {
	const known = byCode.get(code) ?? byStatus[status];
	if (known) return known;
	if (status >= 500) {
		return {
			what: `Adobe has a problem of its own (HTTP ${status})`,
			mend: 'Run this item again later; if it goes on, give the request ID to Adobe support.',
		};
	}
	if (status >= 300 && status < 400) {
		return {
			what: `The Platform URL sends to another address (HTTP ${status})`,
			mend: 'Check the Platform URL of the credential.',
		};
	}
	if (status >= 200 && status < 300) {
		return {
			what: 'The service answered with something that is no Flow Service answer',
			mend: 'Check the Platform URL of the credential, and that no proxy answers in place of Adobe.',
		};
	}
	return {
		what: `Adobe refuses the request (HTTP ${status})`,
		mend: "Adobe's own words say what it does not like.",
	};
}
