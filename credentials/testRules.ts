import type { ICredentialTestRequest } from 'n8n-workflow';
import {
	ACCESS_PROBLEMS,
	GATEWAY_PROBLEMS,
} from '../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import type { Problem } from '../nodes/AdobeExperiencePlatform/adobe/errors/failure';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ type: 'responseSuccessBody' }
>;

function rule(key: string, value: unknown, message: string): BodyRule {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

function textOf({ message, description }: Problem): string {
	return `${message}. ${description}`;
}

/**
 * Rules for the body of the test's response. The first match counts, and the last rule matches everything that
 * is no list of connections.
 */
export const testRules: BodyRule[] = [
	// The gateway's codes come as text or as number (contract.md (b)).
	...Object.entries(GATEWAY_PROBLEMS).flatMap(([code, problem]) => [
		rule('error_code', code, textOf(problem)),
		rule('error_code', Number(code), textOf(problem)),
	]),
	...Object.entries(ACCESS_PROBLEMS).map(([code, problem]) =>
		rule('type', `https://ns.adobe.com/aep/errors/${code}`, textOf(problem)),
	),
	rule(
		'items',
		undefined,
		'The Flow Service did not answer with a list of connections. Check Organization ID, Sandbox Name, the permissions of the credential, and the Platform URL if Custom Endpoints is on.',
	),
];
