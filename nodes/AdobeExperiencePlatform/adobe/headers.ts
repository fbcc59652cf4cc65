import { characterName } from './errors/failure';

/** The field that a person gives a header's value in. */
const FIELDS: Record<string, string> = {
	authorization: 'access token',
	'if-match': 'Etag',
	'x-api-key': 'Client ID',
	'x-gw-ims-org-id': 'Organization ID',
	'x-sandbox-name': 'Sandbox Name',
};

/** Headers hold visible Latin-1 characters and spaces (RFC 9110, 5.5). */
const UNSENDABLE = /[^\x20-\x7e\xa1-\xac\xae-\xff]/u;

/** How to fix what {@link headerProblem} and {@link headersProblem} find. */
export const TYPE_AGAIN = 'Type it again, since pasting brings such characters along.';

/**
 * What is wrong with a value for a header, or undefined. n8n 2.8 takes two minutes and an unclear end for
 * such a value, and n8n 2.41 drops the character, so that another sandbox or etag is meant.
 */
export function headerProblem(value: string, field: string): string | undefined {
	const [character] = UNSENDABLE.exec(value) ?? [];
	return character === undefined
		? undefined
		: `Invalid ${field}: it contains ${characterName(character)}, which no HTTP header can hold`;
}

/** The first problem of some headers, by the name of the field that holds the value. */
export function headersProblem(headers: object): string | undefined {
	for (const [name, value] of Object.entries(headers)) {
		const problem = headerProblem(String(value), FIELDS[name.toLowerCase()] ?? `header ${name}`);
		if (problem) return problem;
	}
	return undefined;
}
