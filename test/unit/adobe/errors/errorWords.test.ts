/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a test, never part of the published package; its secrets are made up */
import fc from 'fast-check';
import { explain, notFound } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/explain';
import type { About } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/advice';
import { redactor, SecretForms } from '../../../../nodes/AdobeExperiencePlatform/adobe/redact';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';

const DATA = '/data/foundation';
const explained = (
	status: number,
	body: unknown,
	about: About = {},
	headers: Record<string, string> = {},
	secrets: string[] = [],
) => {
	const outcome: Outcome = { kind: 'answer', status, headers, body };
	const { message, description } = explain(outcome, {
		clear: redactor(new SecretForms(secrets)),
		about,
		tries: 1,
	});
	return `${message}. ${description}`;
};

/** Adobe's envelopes (contract.md (h)), with values of our own. */
describe('What Adobe prints reaches the user:', () => {
	it.each<[what: string, status: number, body: unknown, parts: string[]]>([
		[
			'errors as an object',
			404,
			{ errors: { errorCode: 404, title: 'Resource not found', detail: 'No dataset of this ID.' } },
			['No dataset of this ID.'],
		],
		[
			'errors as a list, with a code',
			400,
			{ errors: [{ code: 'MAPPER-3016-400', message: 'Source "x y" cannot be parsed' }] },
			['Source "x y" cannot be parsed', 'MAPPER-3016-400', 'Data Prep refuses the mapping'],
		],
		[
			'errors of a report',
			422,
			{
				type: 'https://ns.adobe.com/aep/errors/MAPPER-3016-422',
				title: 'Unprocessable entity',
				detail: 'Invalid request (report attached).',
				report: { errors: ['No field for storeId'], requestId: 'r-1' },
			},
			['Invalid request', 'No field for storeId', 'MAPPER-3016-422', 'Request ID: r-1.'],
		],
		[
			'sub-errors of a report',
			400,
			{
				type: 'http://ns.adobe.com/aep/errors/XDM-1751-400',
				title: 'Union error',
				report: {
					registryRequestId: 'q-1',
					'detailed-message': 'The schema could not be made.',
					'sub-errors': [{ title: 'Group missing', 'detailed-message': 'mixins/1 is not found' }],
				},
			},
			['The schema could not be made.', 'Group missing', 'mixins/1 is not found', 'q-1'],
		],
		[
			'texts by field',
			400,
			{ errors: { storeId: 'must not be blank', rows: ['too many', 'too wide'] } },
			['storeId: must not be blank', 'rows: too many', 'too wide'],
		],
		['a title alone', 403, { title: 'ForbiddenError', status: 403 }, ['ForbiddenError']],
		[
			'a description',
			400,
			[{ code: '106', description: 'The file is empty' }],
			['is empty', '106'],
		],
		[
			'JSON within a sentence',
			400,
			{ message: 'Failed to create run. Error message: {"error":{"message":"No such flow"}}' },
			['Failed to create run. No such flow.'],
		],
		[
			'JSON within JSON within a sentence',
			400,
			{ detail: `Error message: {\\"errorDetail\\":\\"Inner words\\"}` },
			['Inner words'],
		],
		[
			'three levels deep',
			400,
			{ error: { details: [{ violations: [{ reason: 'Three deep' }] }] } },
			['Three deep'],
		],
		['a text that is JSON', 400, '{"errorMessage":"In a text"}', ['In a text']],
		['a list of words in brackets', 404, { message: 'flows = [a, b]' }, ['flows = [a, b]']],
	])('%s', (_what, status, body, parts) => {
		const text = explained(status, body);
		for (const part of parts) expect(text).toContain(part);
		expect(text).not.toMatch(/undefined|\[object|\{"/);
	});

	it('equal sentences once, and no sentence that another one holds', () => {
		const body = { detail: 'It is so.', errorMessage: 'it is so', message: 'It is so. Really.' };
		const text = explained(400, body);
		expect(text.match(/it is so/gi)).toHaveLength(1);
		expect(text).toContain('"It is so. Really."');
	});

	it('no more of many than fits', () => {
		const errors = Array.from({ length: 5000 }, (_, index) => ({ message: `Error ${index}` }));
		const text = explained(400, { errors });
		expect(text).toMatch(/"Error 0\. Error 1\. .* … and more\./);
		expect(text.length).toBeLessThan(2_000);
	});

	it('quotes no language and no stack trace', () => {
		const error = {
			message: 'No such field',
			lang: 'en',
			stackTrace: 'at com.example.X(Y.java:1)',
		};
		const text = explained(400, { errors: [error] });
		expect(text).toContain('No such field');
		expect(text).not.toMatch(/lang|stack|java/i);
	});

	it('nothing of a title that says what the status says', () => {
		expect(explained(404, { title: 'Not found', detail: 'No such thing' })).not.toContain('Not f');
	});
});

describe('Any words and any request ID reach the user,', () => {
	const sentence = fc
		.tuple(fc.stringMatching(/^[A-Z][a-z]{3,9}$/), fc.stringMatching(/^[a-z]{3,9} [a-z0-9]{1,9}$/))
		.map((parts) => parts.join(' '));
	const id = fc.stringMatching(/^[\w-]{8,40}$/);
	const sentenceName = fc.constantFrom(
		...['detailed-message', 'errorMessage', 'detail', 'message', 'error_description', 'title'],
		...['description', 'errorDetail', 'errorDetails', 'error_message'],
	);
	const idName = fc.constantFrom(
		...['request-id', 'requestId', 'registryRequestId', 'x-request-id', 'request_id', 'requestID'],
	);
	const wrappers: Array<(inner: object) => unknown> = [
		(inner) => inner,
		(inner) => ({ errors: inner }),
		(inner) => ({ errors: [inner] }),
		(inner) => ({ error: inner }),
		(inner) => ({ report: inner }),
		(inner) => ({ report: { errors: [inner] } }),
		(inner) => ({ report: { 'sub-errors': [inner] }, title: 'Bad Request' }),
		(inner) => ({ title: 'Invalid request', detail: 'See below', errors: [inner] }),
		(inner) => ({ message: `Error message: ${JSON.stringify(inner)}` }),
		(inner) => [inner],
		(inner) => JSON.stringify(inner),
		(inner) => ({ details: [{ errorDetails: { errors: [inner] } }] }),
	];

	it('wherever they stand, and nothing else does that is no word', () => {
		const cases = fc.record({
			words: sentence,
			wordsName: sentenceName,
			requestId: id,
			idName,
			wrap: fc.constantFrom(...wrappers),
			again: fc.constantFrom(...wrappers.filter((_, index) => index !== 10)),
			status: fc.constantFrom(400, 403, 404, 409, 422, 500),
		});
		fc.assert(
			fc.property(cases, ({ words, wordsName, requestId, idName, wrap, again, status }) => {
				const inner = { [wordsName]: words, [idName]: requestId, id: 'x', timestamp: 'today' };
				const text = explained(status, wrap({ body: 1, ...(again(inner) as object) }));
				expect(text).toContain(words);
				expect(text).toContain(`Request ID: ${requestId}.`);
				expect(text).not.toMatch(/undefined|\[object|today/);
			}),
			{ numRuns: 500 },
		);
	});

	it('and secrets do not, however long the words are', () => {
		const secret = 'made-up-0123456789-secret';
		fc.assert(
			fc.property(
				fc.constantFrom(...wrappers),
				sentenceName,
				fc.nat(50_000),
				(wrap, name, size) => {
					const words = `${'word '.repeat(size / 5)}with ${secret} in it`;
					const text = explained(400, wrap({ [name]: words }), {}, {}, [secret]);
					expect(text).not.toContain(secret.slice(0, 8));
					expect(text.length).toBeLessThan(2_000);
				},
			),
			{ numRuns: 60 },
		);
	});

	it.each(['x-request-id', 'request-id', 'x-adobe-request-id'])('also in the header %s', (name) => {
		expect(explained(500, '', {}, { [name]: 'r-9' })).toContain('Request ID: r-9.');
	});
});

describe('A refusal for lack of a permission names it:', () => {
	it.each<[method: About['method'], path: string, permission: RegExp]>([
		['GET', '/flowservice/connections', /a role with View Sources for/],
		['POST', '/flowservice/flows', /View Sources and Manage Sources.*all fields of the dataset/],
		['PATCH', '/flowservice/connections/1', /Manage Sources/],
		['GET', '/catalog/dataSets', /a role with View Datasets for/],
		['PATCH', '/catalog/dataSets/1', /Manage Datasets/],
		['GET', '/schemaregistry/tenant/schemas/1', /a role with View Schemas for/],
		['GET', '/export/batches/1/meta', /View Datasets and Data Monitoring/],
		['POST', '/import/batches', /Manage Datasets/],
		['POST', '/conversion/mappingSets', /Manage Sources.*every mapped field/],
		['GET', '/idnamespace/identities', /View Identity Namespaces/],
	])('%s %s', (method, path, permission) => {
		const about = { method, path: DATA + path, noun: 'thing' };
		expect(explained(403, { title: 'ForbiddenError', status: 403 }, about)).toMatch(permission);
		expect(explained(403, '', about)).toMatch(permission);
	});

	it('even if the status is that of a token', () => {
		const denied = { message: 'Access Denied. The user is not authorized to make the request.' };
		const about = { method: 'GET' as const, path: `${DATA}/catalog/dataSets` };
		expect(explained(401, denied, about)).toMatch(/lacks a permission.*View Datasets/);
		const token = { error_code: 401013, message: 'Oauth token is not valid' };
		expect(explained(401, token, about)).toMatch(/does not accept the access token/);
		expect(explained(401, { message: 'The token is not authorized' }, about)).toMatch(/token/);
	});

	it('but a page of a proxy is no answer about permissions', () => {
		expect(explained(403, '<html><title>Blocked</title></html>')).toMatch(/no proxy answers/);
	});
});

describe('A 404', () => {
	const messageOf = (method: About['method'], path: string) =>
		explained(404, {}, { method, path: DATA + path, noun: 'connection' });

	it.each<[method: About['method'], path: string, words: RegExp]>([
		['GET', '/flowservice/connections/1', /no connection with this ID/],
		['GET', '/flowservice/connections/1/test', /no connection with this ID/],
		['GET', '/flowservice/connections', /cannot list connections here.*Platform URL/],
		['GET', '/conversion/mappingSets', /cannot list/],
		['POST', '/conversion/mappingSets', /refers to.*Check the IDs/],
		['POST', '/flowservice/flows', /refers to/],
	])('of %s %s', (method, path, words) => expect(messageOf(method, path)).toMatch(words));
});

describe('A message promises words only if there are any:', () => {
	it.each([400, 402, 422])('status %i', (status) => {
		expect(explained(status, {})).toMatch(/gives no reason/);
		expect(explained(status, {})).not.toMatch(/Adobe's message/);
		expect(explained(status, { detail: 'Words.' })).toMatch(/Adobe's message/);
	});
});

describe('A source that refuses Adobe is explained by its own words:', () => {
	it.each<[words: string, message: RegExp]>([
		['AWS Error Code: PermanentRedirect', /another region.*Service URL/],
		['must be addressed by its own endpoint', /another region.*Service URL/],
		[
			'ExpiredToken: The provided token has expired.',
			/keys .* have expired or are invalid.*Update Session Token/,
		],
		[
			'The AWS credentials are invalid or have expired (403)',
			/keys .* have expired or are invalid/,
		],
		['InvalidAccessKeyId', /does not accept the keys/],
		['The specified key does not exist', /not found.*Check the path/],
		['The specified path does not exist: /a', /not found/],
		['ErrorCode=UserErrorFileNotFound', /not found/],
		[
			'InvalidAccessKeyId: The AWS Access Key Id does not exist in our records',
			/does not accept the keys/,
		],
		[
			'Access Denied (Status Code: 403)',
			/denies access.*expired or are invalid, or the path does not exist/,
		],
		['SftpNetworkIssue, cannot find the file', /cannot reach the source/],
		['ErrorCode=DelimitedTextMoreColumnsThanDefined', /cannot be read in this format/],
		['something else', /Either its keys have expired or are invalid.*or the path does not exist/],
	])('%s', (words, message) => {
		const report = { 'detailed-message': `Error from flow provider: ${words}` };
		const body = { type: 'https://ns.adobe.com/aep/errors/FLOW-1308-400', report };
		expect(explained(400, body)).toMatch(message);
	});
});

it('The ID of a dataflow that does not exist may be that of a run', () => {
	expect(notFound('dataflow').description).toMatch(
		/ID of a run, use dataflowId of that run\. Check also/,
	);
	expect(notFound('dataset').description).not.toMatch(/of a run|\{/);
});
