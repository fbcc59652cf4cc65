import type { ICredentialTestRequest } from 'n8n-workflow';
import {
	ACCESS_HINTS,
	GATEWAY_HINTS,
	type ErrorHint,
} from '../nodes/AdobeExperiencePlatform/adobe/errors/hints';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ type: 'responseSuccessBody' }
>;

function rule(key: string, value: unknown, message: string): BodyRule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

function textOf({ message, hint }: ErrorHint): string {
	return `${message}. ${hint}`;
}

/**
 * Rules for the body of the test's response. The first match counts, and the last rule matches everything that
 * is no list of connections.
 */
export const testRules: BodyRule[] = [
	// The gateway's codes come as text or as number (contract.md (b)).
	...Object.entries(GATEWAY_HINTS).flatMap(([code, hint]) => [
		rule('error_code', code, textOf(hint)),
		rule('error_code', Number(code), textOf(hint)),
	]),
	...Object.entries(ACCESS_HINTS).map(([code, hint]) =>
		rule('type', `https://ns.adobe.com/aep/errors/${code}`, textOf(hint)),
	),
	rule(
		'items',
		undefined,
		'The Flow Service did not answer with a list of connections. Check Organization ID, Sandbox Name, the permissions of the credential, and the Platform URL if Custom Endpoints is on.',
	),
];
