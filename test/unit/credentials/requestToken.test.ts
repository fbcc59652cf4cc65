import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { requestToken } from '../../../credentials/ims';

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => {},
}));

const words = 'p8e-Fake0Client0Words';
const credential = {
	imsUrl: 'https://ims.example',
	clientId: 'my-id',
	clientSecret: words,
	scopes: 'openid,session',
};

type Reply = { statusCode: number; headers?: object; body?: unknown } | Error;

/** n8n's request helper with prepared replies, the last of which stays. */
function helper(...replies: Reply[]) {
	const requests: IHttpRequestOptions[] = [];
	const http = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				requests.push(options);
				const reply = replies[Math.min(requests.length, replies.length) - 1];
				if (reply instanceof Error) throw reply;
				return { headers: {}, body: '', ...reply };
			},
		},
	} as unknown as IHttpRequestHelper;
	return { http, requests };
}

const broken = (code: string) => Object.assign(new Error(`${code} ${words}`), { code });
const good = { statusCode: 200, body: { access_token: 'tok', expires_in: 86_399 } };

interface ImsError extends Error {
	errorCode: string;
}

async function failure(...replies: Reply[]): Promise<{ error: ImsError; calls: number }> {
	const { http, requests } = helper(...replies);
	const error = await requestToken(http, credential).catch((thrown: unknown) => thrown as ImsError);
	if (!(error instanceof Error)) throw new Error('There was no failure');
	return { error, calls: requests.length };
}

describe('A token request', () => {
	it('is one form POST with a time limit of its own', async () => {
		const { http, requests } = helper(good);
		expect(await requestToken(http, credential)).toEqual({
			token: 'tok',
			expiresInSeconds: 86_399,
		});
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			method: 'POST',
			url: 'https://ims.example/ims/token/v3',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: {
				client_id: 'my-id',
				client_secret: words,
				grant_type: 'client_credentials',
				scope: 'openid,session',
			},
			timeout: 10_000,
			disableFollowRedirect: true,
		});
	});

	it.each([
		[86_399, 86_399],
		['3600', 3_600],
		[86_399_992, 86_399.992],
		[undefined, 0],
		[-5, 0],
		['soon', 0],
	])('reads the lifetime %s as %s seconds', async (expires_in, seconds) => {
		const { http } = helper({ statusCode: 200, body: { access_token: 'tok', expires_in } });
		expect((await requestToken(http, credential)).expiresInSeconds).toBe(seconds);
	});

	it.each<[string, Reply]>([
		['a reset', broken('ECONNRESET')],
		['a timeout', broken('ECONNABORTED')],
		['status 500', { statusCode: 500 }],
		['status 429', { statusCode: 429 }],
		['a success with an empty body', { statusCode: 200, body: '' }],
		['status 503 with a short Retry-After', { statusCode: 503, headers: { 'retry-after': '2' } }],
	])('is repeated after %s', async (_what, reply) => {
		const { http, requests } = helper(reply, good);
		expect((await requestToken(http, credential)).token).toBe('tok');
		expect(requests).toHaveLength(2);
	});

	const no = (error: string, error_description?: string, statusCode = 400): Reply => ({
		statusCode,
		body: { error, error_description },
	});

	it.each<[what: string, reply: Reply, kind: string, calls: number, message: RegExp]>([
		[
			'another ID',
			no('invalid_client', 'invalid client_id parameter'),
			'refused',
			1,
			/the Client ID\./,
		],
		[
			'another secret',
			no('invalid_client', 'invalid client_secret parameter'),
			'refused',
			1,
			/the Client Secret\./,
		],
		[
			'either, with 401',
			no('invalid_client', undefined, 401),
			'refused',
			1,
			/Client ID or the Client Secret/,
		],
		['scopes', no('invalid_scope'), 'refused', 1, /refuses the Scopes/],
		['another code', no('unauthorized_client'), 'refused', 1, /HTTP 400, unauthorized_client/],
		['a code that is none', no(`x ${words}`), 'refused', 1, /\(HTTP 400\)/],
		[
			'a page',
			{ statusCode: 200, body: `<html>${words}` },
			'refused',
			3,
			/no access token \(HTTP 200\)/,
		],
		[
			'an empty token',
			{ statusCode: 200, body: { access_token: '' } },
			'refused',
			3,
			/no access token/,
		],
		['a redirect', { statusCode: 302 }, 'refused', 1, /no access token \(HTTP 302\)/],
		[
			'a forbidding proxy',
			{ statusCode: 403, body: '<html>' },
			'refused',
			1,
			/\(HTTP 403\)\. Check/,
		],
		[
			'an error of its own',
			{ statusCode: 500, body: { error: words } },
			'down',
			3,
			/server error \(HTTP 500\)/,
		],
		['a limit', { statusCode: 429 }, 'down', 3, /more token requests for now/],
		[
			'a long Retry-After',
			{ statusCode: 503, headers: { 'retry-after': '60' } },
			'down',
			1,
			/HTTP 503/,
		],
		['a refused connection', broken('ECONNREFUSED'), 'down', 3, /cannot be reached/],
		['a timeout', broken('ECONNABORTED'), 'slow', 3, /did not answer within 10 seconds/],
		['a slow connection', broken('ETIMEDOUT'), 'slow', 3, /did not answer within 10 seconds/],
	])('fails for %s', async (_what, reply, kind, count, message) => {
		const { error, calls } = await failure(reply);
		expect(error.message).toMatch(message);
		expect(error.errorCode).toBe(`IMS_${kind.toUpperCase()}`);
		expect(calls).toBe(count);
		expect(JSON.stringify([error.message, error.stack, error])).not.toContain(words.slice(0, 8));
		expect(error.cause).toBeUndefined();
	});

	it.each([
		[{ clientId: '' }, /^Client ID missing/],
		[{ clientSecret: '' }, /^Client Secret missing/],
		[{ clientId: '', clientSecret: '' }, /^Client ID and Client Secret missing/],
		[{ imsUrl: 'ims.example' }, /^The IMS URL .* is not a web address/],
		[{ imsUrl: 'file:///etc' }, /^The IMS URL .* is not a web address/],
	])('is not sent with %j', async (edit, message) => {
		const { http, requests } = helper(good);
		await expect(requestToken(http, { ...credential, ...edit })).rejects.toThrow(message);
		expect(requests).toEqual([]);
	});
});

it.each([
	['a text', `refused ${words}`],
	['nothing', undefined],
])(
	'A request that ends with %s instead of an error fails without its words',
	async (_what, thrown) => {
		const http = {
			helpers: { httpRequest: async () => await Promise.reject(thrown as unknown as Error) },
		} as unknown as IHttpRequestHelper;
		const error = await requestToken(http, credential).catch(
			(failed: unknown) => failed as ImsError,
		);
		expect(error).toBeInstanceOf(Error);
		expect(JSON.stringify([error, (error as ImsError).message])).not.toContain(words);
	},
);
