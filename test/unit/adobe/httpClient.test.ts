import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { HttpClient, type Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import { ExecutionCredential } from '../../../nodes/AdobeExperiencePlatform/adobe/session';

type Reply = { statusCode: number; headers?: object; body?: unknown } | Error;

const ETAG = '"1700d77b-0000-0200-0000-5e3b41a10000"';
const read: Request = { method: 'GET', path: '/data/x/connections' };

/** The way through a helper of n8n that gives prepared replies. */
function httpOver(
	replies: Reply[],
	credentials: ICredentialDataDecryptedObject = {},
	settings = {},
) {
	const requests: IHttpRequestOptions[] = [];
	const helpers = {
		httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
			requests.push(options);
			const reply = replies[requests.length - 1];
			if (reply === undefined || reply instanceof Error) throw reply ?? new Error('no reply');
			return { headers: {}, body: {}, ...reply };
		},
	};
	const context = { helpers } as unknown as IExecuteFunctions;
	const data = { accessToken: 'tok', sandboxName: 'dev', ...credentials };
	const credential = new ExecutionCredential(data, async () => ({ ...data }));
	const http = new HttpClient(context, credential, { timeout: 60, ...settings });
	return { http, requests };
}

/** An error as n8n 2.41 wraps it, with its cause, or as n8n 2.8 does, without. */
function wrapped(version: '2.8' | '2.41', message: string, code: string, more: object = {}): Error {
	const cause = Object.assign(new Error(message), { code, ...more });
	const error = Object.assign(new Error('n8n says something of its own'), {
		httpCode: code,
		messages: [message],
		context: {},
	});
	return version === '2.41' ? Object.assign(error, { cause }) : error;
}

describe('A request', () => {
	it.each([
		[{}, 'https://platform.adobe.io'],
		[{ platformUrl: 'https://x.example' }, 'https://platform.adobe.io'],
		[{ customEndpoints: true, platformUrl: ' https://x.example// ' }, 'https://x.example'],
		[{ customEndpoints: true, platformUrl: '' }, 'https://platform.adobe.io'],
		[{ customEndpoints: true }, 'https://platform.adobe.io'],
	])('with the credential %j goes to %s', async (credential, base) => {
		const { http, requests } = httpOver([{ statusCode: 200 }], credential);
		await http.send(read);
		expect(requests[0]?.url).toBe(`${base}/data/x/connections`);
	});

	it('asks for everything that it reads by itself', async () => {
		const { http, requests } = httpOver([{ statusCode: 200 }]);
		await http.send(read);
		expect(requests).toEqual([
			{
				method: 'GET',
				url: expect.any(String),
				headers: { Accept: 'application/json', 'x-sandbox-name': 'dev' },
				timeout: 60_000,
				returnFullResponse: true,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
			},
		]);
	});

	it('carries etag, sandbox and content type if there are any', async () => {
		const { http, requests } = httpOver([{ statusCode: 200 }], {}, { sandboxName: 'prod' });
		await http.send({ method: 'PATCH', path: '/connections/1', ifMatch: ETAG, body: [] });
		expect(requests[0]?.headers).toEqual({
			Accept: 'application/json',
			'Content-Type': 'application/json',
			'If-Match': ETAG,
			'x-sandbox-name': 'prod',
		});
	});

	it('writes filters as the samples of Adobe do', async () => {
		const { http, requests } = httpOver([{ statusCode: 200 }]);
		await http.send({
			...read,
			query: [
				['property', 'name=="a & b+c"'],
				['limit', '5'],
			],
		});
		expect(requests[0]?.url).toMatch(/\?property=name==%22a%20%26%20b%2Bc%22&limit=5$/);
	});
});

describe('Nothing is sent, and nothing is read from n8n, for', () => {
	it.each<[string, Partial<Request>, object, RegExp]>([
		['an etag', { ifMatch: '\u201cabc\u201d' }, {}, /^Invalid Etag: .*curly/],
		['a media type', { accept: 'application/json\r\nX-Other: 1' }, {}, /^Invalid header Accept: /],
		['a sandbox', {}, { sandboxName: 'dev\u200b' }, /^Invalid Sandbox Name: .*U\+200B/],
		['an ID of two dots', { path: '/mappingSets/..' }, {}, /^An ID that consists of dots/],
		['an ID of one dot', { path: '/flows/./action' }, {}, /^An ID that consists of dots/],
	])('%s that no request can carry', async (_what, request, settings, message) => {
		const { http, requests } = httpOver([{ statusCode: 200 }], {}, settings);
		const outcome = await http.send({ ...read, method: 'POST', ...request });
		expect(outcome).toEqual({ kind: 'blocked', message: expect.stringMatching(message) });
		expect(requests).toEqual([]);
	});

	it('but dots within an ID are sent', async () => {
		const { http, requests } = httpOver([{ statusCode: 200 }]);
		await http.send({ ...read, path: '/flows/a..b/.c' });
		expect(requests).toHaveLength(1);
	});
});

describe('How a request ended', () => {
	it.each(['2.8', '2.41'] as const)(
		'is "blocked" if the request library of n8n %s refuses the request',
		async (version) => {
			for (const code of [
				'ERR_INVALID_CHAR',
				'ERR_INVALID_ARG_TYPE',
				'ERR_INVALID_PROTOCOL',
				'ERR_HTTP_INVALID_HEADER_VALUE',
				'ERR_INVALID_HTTP_TOKEN',
				'ERR_UNESCAPED_CHARACTERS',
				'ERR_BAD_OPTION_VALUE',
				'ERR_NOT_SUPPORT',
				'UND_ERR_INVALID_ARG',
			]) {
				const { http } = httpOver([wrapped(version, 'Invalid character', code)]);
				expect(await http.send(read)).toEqual({
					kind: 'blocked',
					message: `n8n cannot send this request (${code}). Nothing was sent`,
				});
			}
		},
	);

	it.each(['ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_INVALID_STATE', 'HPE_INVALID'])(
		'is a broken connection with the code %s, since the request may have arrived',
		async (code) => {
			const { http } = httpOver([wrapped('2.41', 'x', code)]);
			expect(await http.send(read)).toEqual({
				kind: 'network',
				reason: 'broken',
				maybeSent: true,
			});
		},
	);

	it('is an answer with header names in lower case', async () => {
		const { http } = httpOver([
			{ statusCode: 404, headers: { 'X-Request-Id': 'r' }, body: { a: 1 } },
		]);
		expect(await http.send(read)).toMatchObject({
			kind: 'answer',
			status: 404,
			headers: { 'x-request-id': 'r' },
			body: { a: 1 },
		});
	});

	it.each(['2.8', '2.41'] as const)('is recognized in the error of n8n %s', async (version) => {
		const cases: Array<[message: string, code: string, reason: string, maybeSent: boolean]> = [
			['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED', 'refused', false],
			['getaddrinfo ENOTFOUND nowhere.invalid', 'ENOTFOUND', 'unknownHost', false],
			['getaddrinfo EAI_AGAIN nowhere.invalid', 'EAI_AGAIN', 'unknownHost', false],
			['connect EHOSTUNREACH 10.0.0.1:443', 'EHOSTUNREACH', 'unreachable', false],
			['connect ENETUNREACH 10.0.0.1:443', 'ENETUNREACH', 'unreachable', false],
			['read EHOSTUNREACH', 'EHOSTUNREACH', 'unreachable', true],
			['write ENETUNREACH', 'ENETUNREACH', 'unreachable', true],
			['read ETIMEDOUT', 'ETIMEDOUT', 'timeout', true],
			['connect ETIMEDOUT 10.0.0.1:443', 'ETIMEDOUT', 'timeout', false],
			['timeout of 60000ms exceeded', 'ECONNABORTED', 'timeout', true],
			['socket hang up', 'ECONNRESET', 'broken', true],
			['write EPIPE', 'EPIPE', 'broken', true],
			['stream has been aborted', 'ERR_BAD_RESPONSE', 'broken', true],
			['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', false],
			['certificate has expired', 'CERT_HAS_EXPIRED', 'tls', false],
		];
		for (const [message, code, reason, maybeSent] of cases) {
			const { http, requests } = httpOver([wrapped(version, message, code)]);
			expect(await http.send(read)).toEqual({ kind: 'network', reason, maybeSent });
			expect(requests).toHaveLength(1);
		}
	});

	it.each([
		['IMS_REFUSED', false],
		['IMS_UNAVAILABLE', true],
	])(
		'is a failure of IMS, in its own words, on both versions of n8n: %s',
		async (code, isPassing) => {
			for (const version of ['2.8', '2.41'] as const) {
				const error = wrapped(version, 'x', code);
				const { http } = httpOver([Object.assign(error, { message: 'Adobe IMS says' })]);
				expect(await http.send(read)).toEqual({
					kind: 'ims',
					message: 'Adobe IMS says',
					isPassing,
				});
			}
		},
	);

	it('is an answer if n8n threw it', async () => {
		const response = {
			status: 401,
			headers: { 'X-Request-Id': 'r' },
			data: { error_code: '401013' },
		};
		const error = wrapped('2.41', 'x', 'ERR_BAD_REQUEST', { response });
		const { http, requests } = httpOver([error]);
		expect(await http.send(read)).toEqual({
			kind: 'answer',
			status: 401,
			headers: { 'x-request-id': 'r' },
			body: { error_code: '401013' },
		});
		// n8n has asked for a fresh token by then.
		expect(requests).toHaveLength(1);
	});

	it('is an answer if n8n 2.8 threw it and kept status and body', async () => {
		const error = Object.assign(wrapped('2.8', 'x', '401'), { context: { data: { a: 1 } } });
		const { http } = httpOver([error]);
		expect(await http.send(read)).toEqual({
			kind: 'answer',
			status: 401,
			headers: {},
			body: { a: 1 },
		});
	});

	it('may have been sent if an error without words is a timeout', async () => {
		const { http } = httpOver([Object.assign(new Error('n8n says'), { httpCode: 'ETIMEDOUT' })]);
		expect(await http.send(read)).toEqual({ kind: 'network', reason: 'timeout', maybeSent: true });
	});

	it('is "blocked" if n8n threw nothing that says why', async () => {
		const nothing = Object.assign(new Error('x'), { message: undefined });
		const { http } = httpOver([nothing]);
		expect(await http.send(read)).toEqual({
			kind: 'blocked',
			message: 'n8n did not send the request',
		});
	});

	it('is "blocked" if n8n did not let it out', async () => {
		const { http } = httpOver([new Error('Domain not allowed')]);
		expect(await http.send(read)).toEqual({ kind: 'blocked', message: 'Domain not allowed' });
	});

	it('is asked for with every status, once the service has taken the token', async () => {
		const replies = [{ statusCode: 200 }, { statusCode: 404 }];
		const { http, requests } = httpOver(replies);
		await http.send(read);
		expect(await http.send(read)).toMatchObject({ status: 404 });
		expect(requests).toHaveLength(2);
		expect(requests[1]).toMatchObject({ ignoreHttpStatusErrors: true });
	});

	it('is asked for in a way that refreshes the token, once the service refuses it again', async () => {
		const replies = [{ statusCode: 200 }, { statusCode: 401 }, { statusCode: 200, body: [1] }];
		const { http, requests } = httpOver(replies);
		await http.send(read);
		expect(await http.send(read)).toMatchObject({ status: 200, body: [1] });
		expect(requests).toHaveLength(3);
		expect(requests[2]).toMatchObject({ ignoreHttpStatusErrors: { ignore: true, except: [401] } });
	});

	it('is not asked for again if a 401 denies a permission', async () => {
		const denied = { statusCode: 401, body: { message: 'The user is not authorized.' } };
		const { http, requests } = httpOver([denied, denied]);
		for (let item = 0; item < 2; item++) expect((await http.send(read)).kind).toBe('answer');
		expect(requests).toHaveLength(2);
	});

	it('is asked for once more after a 401 that n8n 2.8 did not act upon', async () => {
		const { http, requests } = httpOver([
			{ statusCode: 401 },
			{ statusCode: 200, body: { ok: true } },
		]);
		expect(await http.send(read)).toMatchObject({ status: 200, body: { ok: true } });
		expect(requests).toHaveLength(2);
		expect(requests[1]).not.toHaveProperty('ignoreHttpStatusErrors');
	});
});
