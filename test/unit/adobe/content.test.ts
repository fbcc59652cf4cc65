/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never part of the published package */
import fc from 'fast-check';
import { validateHeaderValue } from 'node:http';
import type { IHttpRequestOptions, IExecuteFunctions } from 'n8n-workflow';
import {
	headerProblem,
	headersProblem,
	download,
	withErrorText,
} from '../../../nodes/AdobeExperiencePlatform/adobe/content';
import { HttpClient, type Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { ExecutionCredential } from '../../../nodes/AdobeExperiencePlatform/adobe/session';
import { useBounds } from '../../support/bounds';
import { answer, broken } from '../fakeExecution';

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

async function all(pieces: AsyncIterable<string>): Promise<string> {
	let text = '';
	for await (const piece of pieces) text += piece;
	return text;
}

const streamed = (body: object): Outcome => ({ kind: 'answer', status: 200, headers: {}, body });

async function* of(...pieces: Array<string | Uint8Array>) {
	await Promise.resolve();
	yield* pieces;
}

describe('A download', () => {
	it('comes in pieces that are whole signs, without a BOM', async () => {
		const bytes = Buffer.from('\uFEFFa€b');
		const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
		expect(await download(streamed(of(...pieces, 'c')), all)).toMatchObject({ body: 'a€bc' });
	});

	it.each([
		['a text', 'text', 'text'],
		['JSON that came parsed', { a: 1 }, '{"a":1}'],
		['nothing', undefined, ''],
	])('is read the same if the body is %s', async (_what, body, text) => {
		expect(await download({ ...answer(200), body } as Outcome, all)).toMatchObject({ body: text });
	});

	it('is not read if there is none', async () => {
		const read = jest.fn(all);
		expect(await download(broken, read)).toBe(broken);
		const refused = answer(404, of('x'));
		expect(await download(refused, read)).toBe(refused);
		expect(read).not.toHaveBeenCalled();
	});

	it('closes its stream, however it ends', async () => {
		const destroy = jest.fn();
		const body = () => ({ [Symbol.asyncIterator]: () => of('a', 'b'), destroy });
		const first = async (pieces: AsyncIterable<string>) => {
			for await (const piece of pieces) return piece;
			return '';
		};
		expect(await download(streamed(body()), first)).toMatchObject({ body: 'a' });
		const mistake = new TypeError('a mistake in the code');
		await expect(
			download(streamed(body()), async () => await Promise.reject(mistake)),
		).rejects.toBe(mistake);
		expect(destroy).toHaveBeenCalledTimes(2);
	});

	it('that breaks is a failure of the network', async () => {
		async function* breaking() {
			yield await Promise.resolve('a');
			throw new Error('socket hang up');
		}
		expect(await download(streamed(breaking()), all)).toEqual({
			kind: 'network',
			reason: 'broken',
			maybeSent: true,
		});
	});
});

describe('A download that stands still', () => {
	useBounds({ standstill: 500 });

	it('ends like a request without an answer', async () => {
		const destroy = jest.fn();
		const silent = { next: async () => await new Promise<never>(() => {}) };
		const body = { [Symbol.asyncIterator]: () => silent, destroy };
		expect(await download(streamed(body), all)).toMatchObject({ reason: 'timeout' });
		expect(destroy).toHaveBeenCalledTimes(1);
	});
});

describe('The text of an error', () => {
	it('is read no further than anybody reads', async () => {
		const textOf = async (body: unknown) => {
			const outcome = await withErrorText(answer(400, body));
			return 'body' in outcome && outcome.body;
		};
		const long = 'x'.repeat(64_000);
		expect(await textOf(of('{"a":', '1}'))).toEqual({ a: 1 });
		expect(await textOf(of('null'))).toBeNull();
		expect(await textOf(of('a', long, 'b'))).toBe(`a${long}`);
		expect(await textOf('as it is')).toBe('as it is');
		expect(await withErrorText(broken)).toBe(broken);
	});
});

describe('A large body', () => {
	/** The way through a helper of n8n that gives one prepared reply. */
	function httpOver(reply: { statusCode: number; body: unknown }) {
		const requests: IHttpRequestOptions[] = [];
		const httpRequestWithAuthentication = async (_type: string, options: IHttpRequestOptions) => {
			requests.push(options);
			return await Promise.resolve({ headers: {}, ...reply });
		};
		const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
		const data = { accessToken: 'tok', sandboxName: 'dev' };
		const credential = new ExecutionCredential(
			data,
			async () => await Promise.resolve({ ...data }),
		);
		return { http: new HttpClient(context, credential, { timeout: 60 }), requests };
	}
	const big: Request = { method: 'GET', path: '/data/x', readPieces: all };

	it('is asked for as a stream, and comes as one', async () => {
		const body = of('x');
		const { http, requests } = httpOver({ statusCode: 200, body });
		expect(await http.send(big)).toMatchObject({ status: 200, body });
		expect(requests[0]).toMatchObject({ encoding: 'stream' });
	});

	it.each([
		['JSON', '{"message":"m"}', { message: 'm' }],
		['text', 'no JSON', 'no JSON'],
	])('of an error is read: %s', async (_what, text, body) => {
		const { http } = httpOver({ statusCode: 404, body: of(text) });
		expect(await http.send(big)).toMatchObject({ status: 404, body });
	});
});
