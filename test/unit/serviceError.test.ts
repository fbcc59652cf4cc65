import fc from 'fast-check';
import { adviceFor } from '../../nodes/AdobeExperiencePlatform/flowService/advice';
import { explain, Failure } from '../../nodes/AdobeExperiencePlatform/flowService/failure';
import type { Answer, Outcome } from '../../nodes/AdobeExperiencePlatform/flowService/outcome';
import {
	readServiceError,
	type ServiceError,
} from '../../nodes/AdobeExperiencePlatform/flowService/serviceError';

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

	it.each<[what: string, body: unknown, error: Omit<ServiceError, 'status'>]>([
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
			{ code: 'FLOW-1439-404', text: 'Not there.', requestId: 'in-report' },
		],
		[
			'2 without a report',
			{ ...FLOW, report: undefined },
			{ code: 'FLOW-1439-404', text: 'older words', requestId: 'in-header' },
		],
		[
			'2 of the sources half',
			{ ...FLOW, type: 'https://ns.adobe.com/aep/errors/SRC-1308-400' },
			{ code: 'SRC-1308-400', text: 'Not there.', requestId: 'in-report' },
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
			'7, a page',
			'<html><h1>502</h1></html>',
			{ code: undefined, text: undefined, requestId: 'in-header' },
		],
	])('envelope %s', (_what, body, error) => {
		expect(readServiceError(answer(418, body, header))).toEqual({ status: 418, ...error });
	});

	it('cuts what is long, and takes control characters out', () => {
		const { text } = readServiceError(
			answer(400, { message: `a\u0000\r\n\u202eb ${'x'.repeat(999)}` }),
		);
		expect(text).toMatch(/^a b x+ …$/);
		expect(text?.length).toBeLessThan(310);
	});

	it.each(['two words', 'x'.repeat(101), '<b>', '', { a: 1 }, null])(
		'takes no code or request ID that is none: %j',
		(word) => {
			const error = readServiceError(
				answer(400, { error_code: word, report: { 'request-id': word } }),
			);
			expect([error.code, error.requestId]).toEqual([undefined, undefined]);
		},
	);
});

describe('What to do about it', () => {
	it.each([
		[403, '403025', /not entitled for this organization/],
		[403, '403003', /does not know the Client ID/],
		[401, '401013', /does not accept the access token/],
		[403, 'FLOW-2120-403', /lacks a permission/],
		[404, 'FLOW-2100-404', /does not know the sandbox/],
		[404, 'FLOW-1439-404', /no connection with this ID/],
		[412, 'FLOW-1404-412', /changed since its etag was read/],
		[400, 'FLOW-1416-400', /state that does not allow/],
		[400, 'FLOW-1417-400', /state that does not allow/],
		[400, 'FLOW-1418-400', /Dataflows still use/],
		[400, 'FLOW-1455-400', /no such parameter/],
		[400, 'FLOW-1415-400', /kind of authentication/],
		[429, '429050', /too many requests/],
		[400, undefined, /refuses the request as it is/],
		[404, undefined, /no connection with this ID/],
		[412, undefined, /changed since its etag was read/],
		[400, 'SRC-1418-400', /refuses the request as it is/],
		[502, undefined, /a problem of its own \(HTTP 502\)/],
		[302, undefined, /sends to another address \(HTTP 302\)/],
		[200, undefined, /no Flow Service answer/],
		[418, undefined, /refuses the request \(HTTP 418\)/],
	])('status %i with code %s', (status, code, what) => {
		const advice = adviceFor({ status, code });
		expect(advice.what).toMatch(what);
		expect(advice.mend).toMatch(/\.$/);
	});

	it.each(['constructor', '__proto__', 'toString'])('is known for no code "%s"', (code) => {
		expect(adviceFor({ status: 400, code }).what).toMatch(/refuses the request as it is/);
	});
});

describe('The message for a person', () => {
	it('holds what happened, how to mend it, and words, code, status and request ID of Adobe', () => {
		const failure = explain(answer(404, FLOW), [], 3);
		expect(failure.message).toBe('There is no connection with this ID in this sandbox');
		expect(failure.description).toMatch(
			/^It may have been deleted.*\. Adobe says: "Not there\." Adobe's code: FLOW-1439-404\. HTTP status: 404\. Request ID: in-report\. It was tried 3 times\.$/,
		);
		expect(failure.httpCode).toBe('404');
	});

	it.each([
		['refused', /refuses connections/],
		['unknownHost', /host of the Flow Service is not known/],
		['unreachable', /cannot be reached/],
		['timeout', /did not answer in time/],
		['broken', /broke before the whole answer/],
		['tls', /certificate .* not trusted/],
	] as const)('tells a network failure: %s', (reason, message) => {
		const failure = explain({ kind: 'network', reason, maybeSent: true }, []);
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(/\.$/);
	});
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
				const failure = explain(outcome, held);
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
