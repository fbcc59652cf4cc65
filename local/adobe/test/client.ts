/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the local Adobe is a development tool and never part of the published package */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

import { useVirtualTime } from '../../../test/support/virtualTime';
import { type LocalAdobe, startLocalAdobe, type StartOptions } from '../index';

export const FLOW = '/data/foundation/flowservice';
export const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';

export type Json = Record<string, unknown>;

export interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** parsed body; `{}` when there is none */
	body: Json;
}

export interface Ask {
	/** replaces or, with undefined, leaves out a header */
	headers?: Record<string, string | undefined>;
	/** an object is sent as JSON, a string as it is */
	body?: unknown;
}

/** The four Adobe headers with a fresh token. */
export async function adobeHeaders(adobe: LocalAdobe): Promise<Record<string, string>> {
	const { body } = await askToken(adobe);
	return {
		authorization: `Bearer ${String(body.access_token)}`,
		'x-api-key': adobe.demo.clientId,
		'x-gw-ims-org-id': adobe.demo.organizationId,
		'x-sandbox-name': 'dev',
	};
}

export async function send(
	adobe: LocalAdobe,
	method: string,
	path: string,
	ask: Ask = {},
): Promise<Reply> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(ask.headers ?? {})) {
		if (value !== undefined) headers[name] = value;
	}
	const body =
		ask.body === undefined || typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body);
	// Node.js leaves it out of a DELETE.
	if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
	const call = request(adobe.url + path, { method, headers }).end(body);
	const [answer] = (await once(call, 'response')) as [IncomingMessage];
	const text = await textOf(answer);
	const json = String(answer.headers['content-type']).includes('json') && text !== '';
	return {
		status: answer.statusCode ?? 0,
		headers: answer.headers,
		text,
		body: (json ? JSON.parse(text) : {}) as Json,
	};
}

export async function askToken(
	adobe: LocalAdobe,
	changes: Record<string, string | undefined> = {},
): Promise<Reply> {
	const { clientId, clientSecret, scopes } = adobe.demo;
	const form = new URLSearchParams();
	const values = {
		client_id: clientId,
		client_secret: clientSecret,
		grant_type: 'client_credentials',
		scope: scopes,
		...changes,
	};
	for (const [name, value] of Object.entries(values)) {
		if (value !== undefined) form.set(name, value);
	}
	return await send(adobe, 'POST', '/ims/token/v3', {
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: form.toString(),
	});
}

/** A client that sends the Adobe headers by itself. */
export class Client {
	constructor(
		readonly adobe: LocalAdobe,
		readonly headers: Record<string, string>,
	) {}

	static async start(options: StartOptions = {}): Promise<Client> {
		return await Client.of(await startLocalAdobe(options));
	}

	static async of(adobe: LocalAdobe): Promise<Client> {
		return new Client(adobe, await adobeHeaders(adobe));
	}

	/** Fresh token after a reset. */
	async login(): Promise<void> {
		Object.assign(this.headers, await adobeHeaders(this.adobe));
	}

	async call(method: string, path: string, ask: Ask = {}): Promise<Reply> {
		const json = ask.body === undefined ? {} : { 'content-type': 'application/json' };
		return await send(this.adobe, method, path, {
			...ask,
			headers: { ...this.headers, ...json, ...ask.headers },
		});
	}

	async get(path: string, ask?: Ask): Promise<Reply> {
		return await this.call('GET', FLOW + path, ask);
	}

	async post(path: string, body?: unknown, ask: Ask = {}): Promise<Reply> {
		return await this.call('POST', FLOW + path, { body, ...ask });
	}

	async patch(path: string, etag: string | undefined, body: unknown): Promise<Reply> {
		return await this.call('PATCH', FLOW + path, { body, headers: { 'if-match': etag } });
	}

	async delete(path: string): Promise<Reply> {
		return await this.call('DELETE', FLOW + path);
	}

	/** A create request as Adobe's tutorial has it, with the demo keys. */
	createBody(changes: Json = {}): Json {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = this.adobe.demo;
		return {
			name: 'Amazon S3 base connection',
			auth: { specName: 'Access Key', params: { s3AccessKey, s3SecretKey, s3SessionToken } },
			connectionSpec: { id: S3_SPEC, version: '1.0' },
			...changes,
		};
	}

	async create(changes: Json = {}): Promise<{ id: string; etag: string }> {
		const { status, body } = await this.post('/connections', this.createBody(changes));
		expect(status).toBe(201);
		return body as { id: string; etag: string };
	}
}

/** A client of a fresh local Adobe for each test, in virtual time; only within a test is there one. */
export function useClient(options?: StartOptions): Client {
	const client = Object.create(Client.prototype) as Client;
	let adobe: LocalAdobe | undefined;
	beforeEach(async () => {
		adobe = adobe ? await adobe.restart() : await startLocalAdobe(options);
		Object.assign(client, await Client.of(adobe));
	});
	useVirtualTime();
	afterAll(async () => await adobe?.close());
	return client;
}

/** Milliseconds of processor time that some work costs: unlike the clock, it does not depend on what else runs. */
export async function processorTime(work: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** Last segment of an error's type without its prefix, for example `1404-412`. */
export function codeOf({ body }: Reply): string {
	return String(body.type ?? body.error_code ?? body.error).replace(/^.*FLOW-/, '');
}

export function itemsOf({ body }: Reply): Json[] {
	return body.items as Json[];
}

export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
