import type { ICredentialTestRequest } from 'n8n-workflow';

const ASK_ADMIN =
	'Ask an administrator of your Adobe organization to mend it under Experience Platform > Permissions.';

/** Gateway codes (contract.md (b)), which come as string or as number. */
const gatewayMessages: Record<string, string> = {
	'400003': 'The Organization ID is missing.',
	'401013': 'Adobe does not accept the access token. Check Client ID, Client Secret and Scopes.',
	'403000': 'The Client ID is missing.',
	'403003':
		'Adobe does not know the Client ID as an API key. Copy it again from the Adobe Developer Console, and check that the Experience Platform API is added to the project.',
	'403010': 'The request arrived without an access token. Save the credential again.',
	'403011':
		'The Scopes do not fit the Experience Platform API. Copy the list from the Adobe Developer Console.',
	'403020': 'Adobe does not accept the access token. Check Client ID, Client Secret and Scopes.',
	'403025':
		'The credential is not entitled for this organization. Check the Organization ID, and that the project in the Adobe Developer Console has an Experience Platform product profile.',
	'403027':
		'Adobe does not know the Organization ID, or the project in the Adobe Developer Console has no Experience Platform product profile.',
	'429050': 'Adobe receives too many requests just now. Try again in a minute.',
};

/** Codes of the Flow Service itself (contract.md (b)), the end of `type` in its error answers. */
const flowServiceMessages: Record<string, string> = {
	'2000-401': 'The access token has no access to this organization. Check the Organization ID.',
	'2001-401': 'The Organization ID is missing.',
	'2002-401': 'The Organization ID is missing.',
	'2100-404': 'There is no sandbox of this name. Use its name, not its title, in lower case.',
	'2101-404': 'There is no sandbox of this name. Use its name, not its title, in lower case.',
	'2103-404': 'There is no sandbox of this name. Use its name, not its title, in lower case.',
	'2105-400': 'The Sandbox Name is missing.',
	'2118-403': `The credential lacks a permission for sources in this sandbox (View Sources, Manage Sources). ${ASK_ADMIN}`,
	'2120-403': `The credential lacks a permission for sources in this sandbox (View Sources, Manage Sources). ${ASK_ADMIN}`,
	'2121-403': `The credential may not manage this source. ${ASK_ADMIN}`,
};

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ type: 'responseSuccessBody' }
>;

function rule(key: string, value: unknown, message: string): BodyRule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/**
 * What the credential test reads out of the answer's body, first match wins. The last rule catches
 * whatever is no list of connections.
 */
export const testRules: BodyRule[] = [
	...Object.entries(gatewayMessages).flatMap(([code, message]) => [
		rule('error_code', code, message),
		rule('error_code', Number(code), message),
	]),
	...Object.entries(flowServiceMessages).map(([code, message]) =>
		rule('type', `https://ns.adobe.com/aep/errors/FLOW-${code}`, message),
	),
	rule(
		'items',
		undefined,
		'The Flow Service did not answer with a list of connections. Check Organization ID, Sandbox Name, the permissions of the credential, and the Platform URL if Custom Endpoints is on.',
	),
];
