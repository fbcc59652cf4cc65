/** What happened in a person's words, and what to do about it. */
export interface ErrorHint {
	message: string;
	hint: string;
	/** What to do if the service gave no words that the hint could point to. */
	withoutWords?: string;
}

const ORGANIZATION: ErrorHint = {
	message: 'The credential is not entitled for this organization',
	hint: 'Check the Organization ID of the credential, and that its project in the Adobe Developer Console has an Experience Platform product profile.',
};
const NO_ORGANIZATION: ErrorHint = {
	message: 'The Organization ID is missing',
	hint: 'Fill in Organization ID in the credential.',
};
const UNKNOWN_ORGANIZATION: ErrorHint = {
	message:
		'Adobe does not know the Organization ID, or the project has no Experience Platform product profile',
	hint: 'Check the Organization ID of the credential and the product profiles of its project in the Adobe Developer Console.',
};
export const ACCESS_TOKEN: ErrorHint = {
	message: 'Adobe does not accept the access token, even a fresh one',
	hint: 'Check Client ID, Client Secret, Scopes and Organization ID of the credential.',
};
const API_KEY: ErrorHint = {
	message: 'Adobe does not know the Client ID as an API key',
	hint: 'Copy it again from the Adobe Developer Console, and check that the Experience Platform API is added to the project.',
};
const NO_API_KEY: ErrorHint = {
	message: 'The Client ID is missing',
	hint: 'Fill in Client ID in the credential.',
};
const SCOPES: ErrorHint = {
	message: 'The Scopes do not fit the Experience Platform API',
	hint: 'Copy the list from the OAuth Server-to-Server page of your project in the Adobe Developer Console.',
};
const SANDBOX: ErrorHint = {
	message: 'Adobe does not know the sandbox',
	hint: 'Use the name of the sandbox, not its title, in lower case, as Experience Platform shows it under Sandboxes > Browse.',
};
const NO_SANDBOX: ErrorHint = {
	message: 'The Sandbox Name is missing',
	hint: 'Fill in Sandbox Name in the credential.',
};
export const PERMISSION: ErrorHint = {
	message: 'The credential lacks a permission for this sandbox',
	hint: 'Ask an administrator of your Adobe organization to give the API credential a role with View Sources and Manage Sources for this sandbox (Experience Platform > Permissions > Roles).',
};
export const RATE_LIMIT: ErrorHint = {
	message: 'Adobe receives too many requests from this credential',
	hint: 'Run fewer items at a time, or run the workflow later.',
};

/**
 * What a credential can have wrong, by the gateway's codes (contract.md (b)). The node's messages and
 * the credential test read the same table.
 */
export const GATEWAY_HINTS: Record<string, ErrorHint> = {
	'400003': NO_ORGANIZATION,
	'401013': ACCESS_TOKEN,
	'403000': NO_API_KEY,
	'403003': API_KEY,
	'403010': ACCESS_TOKEN,
	'403011': SCOPES,
	'403020': ACCESS_TOKEN,
	'403025': ORGANIZATION,
	'403027': UNKNOWN_ORGANIZATION,
	'429001': RATE_LIMIT,
	'429002': RATE_LIMIT,
	'429050': RATE_LIMIT,
};

/** The same by the Flow Service's own codes, which come with the prefix `FLOW-` (contract.md (b)). */
export const ACCESS_HINTS: Record<string, ErrorHint> = {
	'FLOW-2000-401': ORGANIZATION,
	'FLOW-2001-401': NO_ORGANIZATION,
	'FLOW-2002-401': NO_ORGANIZATION,
	'FLOW-2100-404': SANDBOX,
	'FLOW-2101-404': SANDBOX,
	'FLOW-2103-404': SANDBOX,
	'FLOW-2105-400': NO_SANDBOX,
	'FLOW-2118-403': PERMISSION,
	'FLOW-2120-403': PERMISSION,
	'FLOW-2121-403': PERMISSION,
};
