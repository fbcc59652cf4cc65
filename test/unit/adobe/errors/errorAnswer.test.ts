import fc from 'fast-check';
import { explain } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { redactor, SecretForms } from '../../../../nodes/AdobeExperiencePlatform/adobe/redact';
import type { Answer, Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import {
	readErrorAnswer,
	type ServiceError,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/errorAnswer';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
	kind: 'answer',
	status,
	headers,
	body,
});

const FLOW = {
	type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
	title: 'Resource not found',
	status: 404,
	report: { 'detailed-message': 'Not there.', 'request-id': 'in-report', type: 'flows' },
	errorMessage: 'older words',
	errorDetails: 'older details',
};

describe('An error answer is read:', () => {
	const header = { 'x-request-id': 'in-header' };

	it.each<[what: string, body: unknown, error: Partial<ServiceError> & { code?: string }]>([
		[
			'1, gateway, code as text',
			{ error_code: '403010', message: 'Oauth token is missing.' },
			{ code: '403010', text: 'Oauth token is missing.', requestId: 'in-header' },
		],
		[
			'1, gateway, code as number',
			{ error_code: 401013, message: 'Oauth token is not valid' },
			{ code: '401013', text: 'Oauth token is not valid', requestId: 'in-header' },
		],
		[
			'2, Flow Service, current',
			FLOW,
			{
				code: 'FLOW-1439-404',
				text: 'Not there. older words. older details',
				requestId: 'in-report',
			},
		],
		[
			'2 without a report',
			{ ...FLOW, report: undefined },
			{ code: 'FLOW-1439-404', text: 'older words. older details', requestId: 'in-header' },
		],
		[
			'2 of the sources half',
			{ ...FLOW, type: 'https://ns.adobe.com/aep/errors/SRC-1308-400' },
			{
				code: 'SRC-1308-400',
				text: 'Not there. older words. older details',
				requestId: 'in-report',
			},
		],
		[
			'3, Flow Service, older',
			{ errorMessage: 'not found', errorDetails: 'not found' },
			{ code: undefined, text: 'not found', requestId: 'in-header' },
		],
		[
			'4, Flow Service, create',
			{ message: 'Please provide a valid spec id' },
			{ code: undefined, text: 'Please provide a valid spec id', requestId: 'in-header' },
		],
		[
			'5, Platform',
			{ type: '/placeholder/type/uri', status: 400, title: 'BadRequestError', detail: 'Mend it' },
			{ code: undefined, text: 'Mend it', requestId: 'in-header' },
		],
		[
			'6, IMS',
			{ error: 'invalid_client', error_description: 'invalid client_secret parameter' },
			{
				code: 'invalid_client',
				text: 'invalid client_secret parameter',
				requestId: 'in-header',
			},
		],
		['7, nothing', '', { code: undefined, text: undefined, requestId: 'in-header' }],
		[
			'7, a page without words',
			'<html><h1>502</h1></html>',
			{ code: undefined, text: undefined, requestId: 'in-header' },
		],
		[
			'7, a page with words',
			'<!DOCTYPE html><html><head><title>Bad Gateway</title></head></html>',
			{ code: undefined, text: 'Bad Gateway', requestId: 'in-header' },
		],
		[
			'7, plain text',
			'upstream connect error',
			{ code: undefined, text: 'upstream connect error', requestId: 'in-header' },
		],
	])('envelope %s', (_what, body, { code, ...error }) => {
		const read = readErrorAnswer(answer(418, body, header));
		expect(read).toMatchObject({ status: 418, ...error });
		expect(read.codes[0]).toBe(code);
	});

	it.each([
		['detailed-message', 'errorMessage', 'detail', 'message', 'error_description', 'title'],
	])('of the words the most telling come first: %s, then %s, %s, %s, %s, %s', (...names) => {
		const words: Record<string, string> = {};
		for (const name of [...names].reverse()) {
			words[name] = `words of ${name}`;
			const { 'detailed-message': detailed, ...body } = words;
			const report = detailed && { 'detailed-message': detailed };
			const text = readErrorAnswer(answer(400, { ...body, report })).text;
			expect(text?.startsWith(String(words[name]))).toBe(true);
		}
	});

	it.each<[what: string, message: unknown, text: string | undefined]>([
		['as it is, up to 300 characters', 'x'.repeat(300), 'x'.repeat(300)],
		['cut beyond', 'x'.repeat(301), `${'x'.repeat(300)} …`],
		['without control characters', 'a\u0000\r\n\u202eb', 'a b'],
		['without blanks around it', '\n a b ', 'a b'],
		['from the next field if it is blank', ' \n', 'next'],
		['from the next field if it is no text', 5, 'next'],
	])('its words come %s', (_what, errorMessage, text) => {
		expect(readErrorAnswer(answer(400, { errorMessage })).text ?? 'next').toBe(text);
	});

	it.each<[type: unknown, code: string | undefined]>([
		['https://ns.adobe.com/aep/errors/FLOW-1439-404', 'FLOW-1439-404'],
		['https://ns.adobe.com/aep/errors/S3-1-404', 'S3-1-404'],
		['https://ns.adobe.com/aep/errors/F-1439-404', 'F-1439-404'],
		['https://ns.adobe.com/aep/errors/FLOW-1439-404/more', undefined],
		['https://ns.adobe.com/aep/errors/FLOW-1439-40', undefined],
		['https://ns.adobe.com/aep/errors/flow-1439-404', undefined],
		['FLOW-1439-404', undefined],
		['about:blank', undefined],
		[5, undefined],
	])('the type %j holds the code %s', (type, code) => {
		expect(readErrorAnswer(answer(400, { type })).codes[0]).toBe(code);
	});

	it.each(['x'.repeat(100), 'a.b-c_d', 5])('takes the code and request ID %j', (word) => {
		const error = readErrorAnswer(
			answer(400, { error_code: word, report: { 'request-id': word } }),
		);
		expect([error.codes[0], error.requestId]).toEqual([String(word), String(word)]);
	});

	it.each(['two words', 'x'.repeat(101), '<b>', '', { a: 1 }, null])(
		'takes no code or request ID that is none: %j',
		(word) => {
			const error = readErrorAnswer(
				answer(400, { error_code: word, report: { 'request-id': word } }),
			);
			expect([error.codes[0], error.requestId]).toEqual([undefined, undefined]);
		},
	);
});

describe('Whatever the service sends,', () => {
	const secrets = fc.array(fc.stringMatching(/^[\w+/]{12,40}$/), { minLength: 1, maxLength: 3 });
	const known = [
		...['type', 'error_code', 'error', 'errorMessage', 'detail', 'message', 'title', 'report'],
		...['error_description', 'detailed-message', 'request-id', '__proto__', 'toString'],
	];
	/** JSON of any shape that likes the known names and holds secrets here and there. */
	const jsonWith = (held: string[]) =>
		fc.letrec((tie) => ({
			leaf: fc.oneof(
				fc.jsonValue(),
				fc.string(),
				fc.constantFrom(...held),
				fc.tuple(fc.string(), fc.constantFrom(...held)).map((parts) => parts.join('')),
			),
			tree: fc.oneof(
				{ depthSize: 'small' },
				tie('leaf'),
				fc.array(tie('tree'), { maxLength: 3 }),
				fc.dictionary(fc.oneof(fc.constantFrom(...known), fc.string()), tie('tree')),
			),
		})).tree;

	it('a message comes out, nothing is thrown, and no secret shows', () => {
		const cases = secrets.chain((held) =>
			fc.record({
				held: fc.constant(held),
				body: jsonWith(held),
				status: fc.integer({ min: 200, max: 599 }),
				id: fc.oneof(fc.string(), fc.constantFrom(...held)),
			}),
		);
		fc.assert(
			fc.property(cases, ({ held, body, status, id }) => {
				const outcome: Outcome = answer(status, body, { 'x-request-id': id });
				const failure = explain(outcome, {
					clear: redactor(new SecretForms(held)),
					about: {},
					tries: 1,
				});
				expect(failure.description).not.toMatch(/undefined|\[object Object\]/);
				expect(failure.description.length).toBeLessThan(4_100);
				expect(failure).toBeInstanceOf(Failure);
				expect(failure.message).toMatch(/\S/);
				const shown = JSON.stringify([failure.message, failure.description, failure.httpCode]);
				for (const one of held) {
					for (let at = 0; at + 8 <= one.length; at++) {
						expect(shown).not.toContain(one.slice(at, at + 8));
					}
				}
			}),
			{ numRuns: 300 },
		);
	});
});

describe('The words of an error', () => {
	const textOf = (message: string) => readErrorAnswer(answer(400, { message })).text;

	it.each(['The value id = [1] is wrong', 'The value id = ["x", "y"] is wrong'])(
		'keep a list of plain values as it stands: %s',
		(message) => expect(textOf(message)).toBe(message),
	);

	it('end before the sentence that would make them too long', () => {
		const errors = ['1st ', '2nd ', '3rd ', '4th ', '5th ', '6th '].map((word) => ({
			message: word.repeat(70).trim(),
		}));
		const { text = '' } = readErrorAnswer(answer(400, { errors }));
		expect(text).toMatch(/^1st .*4th/);
		expect(text).not.toMatch(/5th|6th/);
		expect(text.endsWith(' … and more')).toBe(true);
	});
});
