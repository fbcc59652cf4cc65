import type { FaultRule } from '../index';
import { askToken, Client, codeOf, itemsOf, pause, useClient } from './client';

describe('Faults', () => {
	const client = useClient();

	const inject = (...faults: FaultRule[]) => client.adobe.set({ faults });
	const last = () => client.adobe.journal.at(-1);
	const stored = () => client.adobe.connections().length;
	const create = async () => await client.post('/connections', client.createBody());
	/** The error code of a request that gets no proper answer. */
	const failure = async (work: Promise<unknown>): Promise<string> =>
		await work.then(
			() => 'answered',
			(error: { code?: string }) => error.code ?? String(error),
		);

	it.each([
		[429, { error_code: '429050', message: 'Too many requests' }],
		[401, { error_code: '401013', message: 'Oauth token is not valid' }],
		[403, { error_code: '403025', message: 'Profile is not valid' }],
	])('answer status %i as the gateway does', async (status, body) => {
		inject({ kind: 'status', status });
		const reply = await client.get('/connections');
		expect([reply.status, reply.body]).toEqual([status, body]);
		expect(reply.headers).not.toHaveProperty('retry-after');
		expect(reply.headers['x-request-id']).toBeDefined();
	});

	it.each([
		[400, '1100-400'],
		[408, '1006-408'],
		[500, '1102-500'],
		[504, '1104-504'],
	])('answer status %i as Flow Service does', async (status, code) => {
		inject({ kind: 'status', status });
		const reply = await client.get('/connections');
		expect([reply.status, codeOf(reply)]).toEqual([status, code]);
		client.adobe.set({ errorShape: 'older' });
		const older = await client.get('/connections');
		expect(Object.keys(older.body)).toEqual(['errorMessage', 'errorDetails']);
	});

	it('answer 503 and 502 with an empty body', async () => {
		for (const status of [503, 502]) {
			inject({ kind: 'status', status });
			const reply = await client.get('/connections');
			expect([reply.status, reply.text]).toEqual([status, '']);
		}
	});

	it('send the Retry-After that the rule names', async () => {
		inject({ kind: 'status', status: 503, retryAfter: '7' });
		expect((await client.get('/connections')).headers['retry-after']).toBe('7');
		inject({ kind: 'html', retryAfter: '8' });
		expect((await client.get('/connections')).headers['retry-after']).toBe('8');
	});

	it.each([
		[{ kind: 'status', status: 500 }, false],
		[{ kind: 'status', status: 500, applied: true }, true],
	] as Array<[FaultRule, boolean]>)('%j: written = %s', async (rule, applied) => {
		inject(rule);
		expect((await create()).status).toBe(500);
		expect(stored()).toBe(applied ? 1 : 0);
		expect(last()).toMatchObject({ status: 500, fault: 'status', applied });
	});

	it('reset the connection, before or after the write', async () => {
		inject(
			{ kind: 'reset', times: 1, name: 'early' },
			{ kind: 'reset', applied: true, name: 'late' },
		);
		expect(await failure(create())).toBe('ECONNRESET');
		expect(stored()).toBe(0);
		expect(last()).toMatchObject({ status: 'reset', fault: 'early', applied: false });
		expect(await failure(create())).toBe('ECONNRESET');
		expect(stored()).toBe(1);
		expect(last()).toMatchObject({ status: 'reset', fault: 'late', applied: true });
	});

	it('break off in the middle of a body', async () => {
		// An answer had begun: it was no reset before that.
		const brokenOff = { code: 'ECONNRESET', message: 'aborted' };
		inject({ kind: 'halfBody' });
		await expect(client.get('/connections')).rejects.toMatchObject(brokenOff);
		inject({ kind: 'halfBody', applied: true });
		await expect(create()).rejects.toMatchObject(brokenOff);
		expect(stored()).toBe(1);
		expect(last()).toMatchObject({ status: 201, fault: 'halfBody', applied: true });
	});

	it('answer a page of a proxy', async () => {
		inject({ kind: 'html' });
		const reply = await client.get('/connections');
		expect(reply.status).toBe(502);
		expect(reply.headers['content-type']).toMatch('text/html');
		expect(reply.text).toMatch(/^<html>/);
		inject({ kind: 'html', status: 200 });
		expect((await client.get('/connections')).status).toBe(200);
	});

	it('answer nothing at all with a good status', async () => {
		inject({ kind: 'empty', applied: true });
		const reply = await create();
		expect([reply.status, reply.text]).toEqual([200, '']);
		expect(stored()).toBe(1);
		const { id } = client.adobe.seedConnection();
		expect((await client.delete(`/connections/${id}`)).status).toBe(204);
		inject({ kind: 'empty', status: 500 });
		expect((await client.get('/connections')).status).toBe(500);
	});

	it('keep the caller waiting and then reset', async () => {
		inject({ kind: 'hang', ms: 150 });
		const started = Date.now();
		const waiting = failure(client.get('/connections'));
		await pause(50);
		expect(last()?.status).toBe(0);
		expect(await waiting).toBe('ECONNRESET');
		expect(Date.now() - started).toBeGreaterThanOrEqual(140);
		expect(last()?.status).toBe('reset');
	});

	it('do not keep a server from closing', async () => {
		const other = await Client.start();
		other.adobe.set({ faults: [{ kind: 'hang' }] });
		const waiting = failure(other.get('/connections'));
		await pause(50);
		await other.adobe.close();
		expect(await waiting).not.toBe('answered');
	});

	describe('with a second writer', () => {
		const name = [{ op: 'replace', path: '/name', value: 'mine' }];

		it('move the etag right before a PATCH is checked', async () => {
			const { id, etag } = client.adobe.seedConnection({ name: 'before' });
			inject({ kind: 'secondWriter', times: 1 });
			const reply = await client.patch(`/connections/${id}`, etag, name);
			expect(reply.status).toBe(412);
			expect(client.adobe.connection(id)?.name).toBe('before');
			const [item] = itemsOf(await client.get(`/connections/${id}`));
			expect(item?.etag).not.toBe(etag);
			expect(item?.updatedBy).toBe('second-writer@AdobeID');
			expect((await client.patch(`/connections/${id}`, String(item?.etag), name)).status).toBe(200);
		});

		it('move the etag right after a GET is answered', async () => {
			const { id, etag } = client.adobe.seedConnection();
			inject({ kind: 'secondWriter', method: 'GET', times: 1 });
			const [item] = itemsOf(await client.get(`/connections/${id}`));
			expect(item?.etag).toBe(etag);
			expect(client.adobe.connection(id)?.etag).not.toBe(etag);
			expect((await client.patch(`/connections/${id}`, etag, name)).status).toBe(412);
		});

		it('change what the rule says', async () => {
			const { id, etag } = client.adobe.seedConnection();
			const patch = [{ op: 'add' as const, path: '/description', value: 'theirs' }];
			inject({ kind: 'secondWriter', patch, times: 1 });
			await client.patch(`/connections/${id}`, etag, name);
			expect(client.adobe.connection(id)?.description).toBe('theirs');
		});
	});

	it('hit only the named method and path, after some, and so many times', async () => {
		inject({ kind: 'status', status: 500, method: 'GET', path: '/test$', skip: 1, times: 2 });
		const { id } = client.adobe.seedConnection();
		const statuses: number[] = [];
		for (let round = 0; round < 5; round++) {
			expect((await client.get(`/connections/${id}`)).status).toBe(200);
			statuses.push((await client.get(`/connections/${id}/test`)).status);
		}
		expect(statuses).toEqual([200, 500, 500, 200, 200]);
	});

	it('follow the first rule that fires', async () => {
		inject({ kind: 'status', status: 500, times: 1 }, { kind: 'status', status: 504 });
		expect((await client.get('/connections')).status).toBe(500);
		expect((await client.get('/connections')).status).toBe(504);
	});

	it('come in the same order for the same seed, in another for another', async () => {
		const storm = async (seed: number) => {
			client.adobe.reset();
			await client.login();
			client.adobe.set({
				seed,
				faults: [{ kind: 'status', status: 500, rate: 0.5, applied: 'half', method: 'POST' }],
			});
			const fate: string[] = [];
			for (let round = 0; round < 40; round++) {
				await create();
				fate.push(`${last()?.status} ${last()?.applied}`);
			}
			return fate.join();
		};
		const first = await storm(1);
		expect(await storm(1)).toBe(first);
		expect(await storm(2)).not.toBe(first);
		for (const fate of ['201 true', '500 true', '500 false']) expect(first).toContain(fate);
	});

	it('write about half of the failed requests with applied=half', async () => {
		inject({ kind: 'status', status: 500, applied: 'half' });
		for (let round = 0; round < 100; round++) await create();
		expect(stored()).toBeGreaterThan(30);
		expect(stored()).toBeLessThan(70);
	});

	it.each([
		[{ kind: 'status', status: 429 }, 429, 'too many requests'],
		[{ kind: 'status', status: 503 }, 503, ''],
		[
			{ kind: 'status', status: 401 },
			401,
			'{"error":"invalid_client","error_description":"invalid client_secret parameter"}',
		],
		[
			{ kind: 'status', status: 500 },
			500,
			'{"error":"server_error","error_description":"Internal Server Error"}',
		],
	] as Array<[FaultRule, number, string]>)('hit IMS too: %j', async (rule, status, text) => {
		inject({ ...rule, path: '^/ims/' });
		const reply = await askToken(client.adobe);
		expect([reply.status, reply.text]).toEqual([status, text]);
		expect((await client.get('/connections')).status).toBe(200);
	});

	it('quote the submitted values when the service is set to be careless', async () => {
		client.adobe.set({ echoSecrets: true });
		inject({ kind: 'status', status: 400 });
		expect((await create()).body.errorMessage).toContain(client.adobe.demo.s3SecretKey);
		client.adobe.set({ echoSecrets: false });
		expect((await create()).text).not.toContain(client.adobe.demo.s3SecretKey);
	});

	it('wait before each answer, but write at once', async () => {
		client.adobe.set({ latencyMs: 1_000 });
		const started = Date.now();
		let isAnswered = false;
		const waiting = create().finally(() => (isAnswered = true));
		while (stored() === 0 && !isAnswered) await pause(10);
		expect([stored(), isAnswered]).toEqual([1, false]);
		await waiting;
		expect(Date.now() - started).toBeGreaterThanOrEqual(995);
		client.adobe.set({ latencyMs: 0 });
	});

	it('carry a request out some time after its answer was lost', async () => {
		inject({ kind: 'reset', method: 'POST', applied: true, appliedAfterMs: [200, 300], times: 1 });
		expect(await failure(create())).toBe('ECONNRESET');
		expect(stored()).toBe(0);
		await pause(150);
		expect(stored()).toBe(0);
		await pause(250);
		expect(stored()).toBe(1);
		expect(last()).toMatchObject({ status: 'reset', applied: true });
	});

	it('last as an outage from the first hit on, which counts once', async () => {
		inject({ kind: 'status', status: 503, outageMs: 200, times: 1 });
		const statuses = async () => [
			(await client.get('/connections')).status,
			(await client.get('/connections')).status,
		];
		expect(await statuses()).toEqual([503, 503]);
		await pause(250);
		expect(await statuses()).toEqual([200, 200]);
	});
});
