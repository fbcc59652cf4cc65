import { characterName } from './errors/failure';

/** The field that a header's value comes from. */
const FIELDS: Record<string, string> = {
	authorization: 'access token',
	'if-match': 'Etag',
	'x-api-key': 'Client ID',
	'x-gw-ims-org-id': 'Organization ID',
	'x-sandbox-name': 'Sandbox Name',
};

/** Headers hold visible Latin-1 characters and spaces (RFC 9110, 5.5). */
const UNSENDABLE = /[^\x20-\x7e\xa1-\xac\xae-\xff]/u;

/** How to fix a {@link headerProblem}. */
export const TYPE_AGAIN = 'Type it again, since pasting may add such characters.';

/**
 * What is wrong with a value for a header. With such a value, n8n 2.8 takes two minutes and ends unclearly, and
 * n8n 2.41 drops the character, which may address another sandbox.
 */
export function headerProblem(value: string, field: string): string | undefined {
	const [character] = UNSENDABLE.exec(value) ?? [];
	return character === undefined
		? undefined
		: `Invalid ${field}: it contains ${characterName(character)}, which no HTTP header can hold`;
}

/** The first problem of some headers, which names the field. */
export function headersProblem(headers: object): string | undefined {
	for (const [name, value] of Object.entries(headers)) {
		const problem = headerProblem(String(value), FIELDS[name.toLowerCase()] ?? `header ${name}`);
		if (problem) return problem;
	}
	return undefined;
}
