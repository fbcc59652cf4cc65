/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never part of the published package */
import fc from 'fast-check';
import { validateHeaderValue } from 'node:http';
import {
	headerProblem,
	headersProblem,
} from '../../../nodes/AdobeExperiencePlatform/adobe/content';

const visible = fc.stringMatching(/^[\x20-\x7e\xa1-\xac\xae-\xff]{0,20}$/);
const invisible = fc.constantFrom(
	...['\r\n', '\n', '\t', '\0', '\x7f', '\x85', '\xa0', '\xad', '\u200b', '\u200d', '\u2060'],
	...['\ufeff', '\u201c', '\u2019', '\u2026', '\u20ac', '\u4e2d', '\ud83d\ude00', '\ud83d'],
);

describe('A value of a header', () => {
	it('is refused wherever it has a character that none can hold', () => {
		fc.assert(
			fc.property(visible, invisible, visible, (before, character, after) => {
				expect(headerProblem(before + character + after, 'Etag')).toMatch(
					/^Invalid Etag: it contains an? .+, which no HTTP header can hold$|^Invalid Etag: it contains (the|half) .+/,
				);
			}),
		);
	});

	it('passes if every character is visible, and Node.js takes it', () => {
		fc.assert(
			fc.property(visible, (value) => {
				expect(headerProblem(value, 'Etag')).toBeUndefined();
				expect(() => validateHeaderValue('x', value)).not.toThrow();
			}),
		);
	});

	it('is refused if Node.js refuses it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				try {
					validateHeaderValue('x', value);
				} catch {
					expect(headerProblem(value, 'Etag')).toBeDefined();
				}
			}),
		);
	});

	it.each([
		['\u200b', 'an invisible character (U+200B)'],
		['\ufeff', 'an invisible character (U+FEFF)'],
		['\u2028', 'an invisible character (U+2028)'],
		['\0', 'an invisible character (U+0000)'],
		['\r', 'a line break'],
		['\n', 'a line break'],
		['\t', 'a tab'],
		['\xa0', 'a special space (U+00A0)'],
		['\u201c', 'a curly quotation mark (U+201C)'],
		['\ud83d', 'half an emoji (U+D83D)'],
		['\u{1f600}', 'the character U+1F600'],
	])('names %j', (character, name) => {
		expect(headerProblem(`dev${character}`, 'Sandbox Name')).toBe(
			`Invalid Sandbox Name: it contains ${name}, which no HTTP header can hold`,
		);
	});

	it.each([
		['x-sandbox-name', 'Sandbox Name'],
		['X-Gw-Ims-Org-Id', 'Organization ID'],
		['x-api-key', 'Client ID'],
		['If-Match', 'Etag'],
		['Authorization', 'access token'],
		['Accept', 'header Accept'],
	])('of %s is named as the form does', (name, field) => {
		expect(headersProblem({ Other: 'x', [name]: 'a\u200bb' })).toContain(`Invalid ${field}: `);
	});
});
