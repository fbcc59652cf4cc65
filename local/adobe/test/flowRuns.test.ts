import { codeOf, itemsOf, type Json, pause } from './client';
import { soon, useFlows } from './flowLab';

/** Epoch seconds around now. */
const WINDOW = () => {
	const now = Math.floor(Date.now() / 1000);
	return { startTime: now, windowStartTime: now - 3600, windowEndTime: now + 60 };
};

describe('Runs of a dataflow', () => {
	const { client, base, made, flowBody, runsOf } = useFlows();

	const statusOf = (run: Json | undefined) =>
		(run?.metrics as { statusSummary: { status: string; errors: Json[] } }).statusSummary;
	const metricsOf = (run: Json | undefined, summary: string) =>
		(run?.metrics as Record<string, Json>)[summary];

	it('end in success, from the base connection on', async () => {
		const body = await flowBody();
		const id = await made('/flows', body);
		const [run] = await runsOf(id);
		expect(statusOf(run)).toEqual({
			status: 'success',
			errors: [],
			activityRefs: ['promotionActivity'],
		});
		const records = { inputRecordCount: 3, outputRecordCount: 3, failedRecordCount: 0 };
		expect(metricsOf(run, 'recordSummary')).toMatchObject(records);
		expect(metricsOf(run, 'fileSummary')).toMatchObject({ inputFileCount: 1 });
		const [flow] = itemsOf(await client.get(`/flows/${id}`));
		expect(flow).toMatchObject({
			state: 'enabled',
			runs: `/flows/${id}/runs`,
			inheritedAttributes: {
				properties: { isSourceFlow: true },
				sourceConnections: [{ baseConnection: { id: base().id } }],
			},
			lastRunDetails: { id: run?.id, state: 'success' },
		});
		expect(itemsOf(await client.get(String(flow?.runs)))).toEqual([run]);
	});

	it('say what was copied and what was promoted, and name the batch', async () => {
		const body = await flowBody();
		const id = await made('/flows', body);
		const [run] = await runsOf(id);
		const [source] = body.sourceConnectionIds as string[];
		const [target] = body.targetConnectionIds as string[];
		const [batch] = client.adobe.batches();
		expect(run?.activities).toMatchObject([
			{
				id: 'copyActivity',
				name: 'Amazon S3 Copy Activity',
				durationSummary: { extensions: { windowStart: 0 } },
				statusSummary: { status: 'success' },
				sourceInfo: [
					{
						id: source,
						type: 'SourceConnection',
						reference: { type: 'AdfRunId', ids: [run?.providerRefId] },
					},
				],
			},
			{
				id: 'promotionActivity',
				statusSummary: { status: 'success' },
				targetInfo: [
					{
						id: target,
						type: 'TargetConnection',
						reference: { type: 'Batch', ids: [batch?.id] },
					},
				],
			},
		]);
		expect(batch).toMatchObject({ runId: run?.id, flowId: id, status: 'success' });
		expect(batch?.id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
	});

	it('are scheduled, then in progress, and know their times only as far as they go', async () => {
		client.adobe.set({ runMs: 300 });
		const { id } = (await client.post('/flows', await flowBody())).body;
		const find = async (state: string) => {
			for (let round = 0; round < 60; round++) {
				const runs = itemsOf(await client.get(`/runs?property=flowId==${String(id)}`));
				if (runs[0]?.state === state) return runs[0];
				await pause(10);
			}
			throw new Error(`never ${state}`);
		};
		const scheduled = await find('scheduled');
		expect(metricsOf(scheduled, 'durationSummary')).toEqual({});
		expect(scheduled).not.toHaveProperty('window');
		const running = await find('inProgress');
		expect(running.id).toBe(scheduled.id);
		expect(Object.keys(metricsOf(running, 'durationSummary') ?? {})).toEqual(['startedAtUTC']);
		expect(running.activities).toEqual([]);
		const found = itemsOf(await client.get('/runs?property=state==inProgress'));
		expect(found.map((run) => run.id)).toEqual([running.id]);
	});

	const expireKeys = () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = client.adobe.demo;
		client.adobe.registerKeys({
			accessKey: s3AccessKey,
			secretKey: s3SecretKey,
			sessionToken: s3SessionToken,
			expiresAt: Date.now() - 1,
		});
	};

	it('fail when the keys have expired, and a retry with fresh ones is another run that succeeds', async () => {
		expireKeys();
		const id = await made('/flows', await flowBody());
		const [failed] = await runsOf(id);
		expect(statusOf(failed)).toMatchObject({
			status: 'failed',
			errors: [{ code: 'CONNECTOR-1001-500', message: 'Error in copying the data from Source.' }],
		});
		expect(metricsOf(failed, 'durationSummary')).not.toHaveProperty('completedAtUTC');
		expect(metricsOf(failed, 'recordSummary')).toMatchObject({ inputRecordCount: -1 });
		expect(failed?.activities).toMatchObject([
			{ id: 'copyActivity', statusSummary: { status: 'failed' } },
		]);
		expect(client.adobe.batches()).toEqual([]);

		client.adobe.registerKeys({ accessKey: 'ASIANEW', secretKey: 'new', sessionToken: 'new' });
		const refreshed = await client.patch(`/connections/${base().id}`, base().etag, [
			{ op: 'replace', path: '/auth/params/s3AccessKey', value: 'ASIANEW' },
			{ op: 'replace', path: '/auth/params/s3SecretKey', value: 'new' },
			{ op: 'add', path: '/auth/params/s3SessionToken', value: 'new' },
		]);
		expect(refreshed.status).toBe(200);
		const again = await client.post(`/runs/${String(failed?.id)}/action?op=re-trigger`);
		expect(again.status).toBe(200);
		expect(Object.keys(again.body)).toEqual(['id', 'etag']);
		expect(again.body.id).not.toBe(failed?.id);
		const [passed, first] = await runsOf(id, 2);
		expect(passed).toMatchObject({ id: again.body.id, flowId: id });
		expect(statusOf(passed)).toMatchObject({ status: 'success', errors: [] });
		expect(first).toEqual(failed);
	});

	it('take in a retry only the files of their own window', async () => {
		expireKeys();
		const source = { path: '/acme-landing/daily/', type: 'folder' };
		const id = await made('/flows', await flowBody({}, source));
		const [failed] = await runsOf(id);
		// A later second: that is how exactly times of files are known.
		await pause(1_100);
		await client.adobe.putFile('daily/late.csv', 'Id\n1\n');
		client.adobe.registerKeys({
			accessKey: client.adobe.demo.s3AccessKey,
			secretKey: client.adobe.demo.s3SecretKey,
			sessionToken: client.adobe.demo.s3SessionToken,
		});
		await client.post(`/runs/${String(failed?.id)}/action?op=re-trigger`);
		await runsOf(id, 2);
		const paths = client.adobe.batches()[0]?.inputFiles.map(({ path }) => path);
		expect(paths).toHaveLength(5);
		expect(paths).not.toContain('/acme-landing/daily/late.csv');
		await client.post('/runs', { flowId: id, params: WINDOW() });
		await runsOf(id, 3);
		expect(client.adobe.batches()[1]?.inputFiles).toMatchObject([
			{ path: '/acme-landing/daily/late.csv', records: 1 },
		]);
	});

	const create = async (flowId: string, params?: Json) =>
		await client.post('/runs/', { flowId, ...(params && { params }) });

	it('are made for flows that are scheduled once, not before their start time', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		const reply = await create(id, { startTime: 1, windowStartTime: '1', windowEndTime: '2' });
		expect(reply.status).toBe(201);
		expect(await runsOf(id, 2)).toHaveLength(2);
		const [run] = itemsOf(await client.get(`/runs/${String(reply.body.id)}`));
		// No file was changed in 1970.
		expect(run).toMatchObject({ flowId: id, state: 'success' });
		expect(metricsOf(run, 'recordSummary')).toMatchObject({ outputRecordCount: 0 });
		const filter = 'metrics.durationSummary.startedAtUTC>1000000000000';
		expect(itemsOf(await client.get(`/runs?property=${filter}`))).toHaveLength(2);

		const later = await create(id, { ...WINDOW(), startTime: soon() });
		await pause(300);
		const [waiting] = itemsOf(await client.get(`/runs/${String(later.body.id)}`));
		expect(waiting).toMatchObject({ state: 'scheduled' });
	});

	it.each<[Json | undefined]>([
		[undefined],
		[{}],
		[{ windowStartTime: 1, windowEndTime: 2 }],
		[{ startTime: 1, windowEndTime: 2 }],
		[{ startTime: 1, windowStartTime: 1 }],
		[{ startTime: '', windowStartTime: 1, windowEndTime: 2 }],
		[{ startTime: 1, windowStartTime: 'yesterday', windowEndTime: 2 }],
		[{ startTime: 1.5, windowStartTime: 1, windowEndTime: 2 }],
	])('are refused with the parameters %j', async (params) => {
		const id = await made('/flows', await flowBody());
		expect(codeOf(await create(id, params))).toBe('1384-400');
	});

	it('are refused for other flows and states', async () => {
		const scheduleParams = { startTime: soon(), frequency: 'hour', interval: 1 };
		const hourly = await made('/flows', await flowBody({ scheduleParams }));
		expect(codeOf(await create(hourly, WINDOW()))).toBe('1386-400');
		expect(codeOf(await create('none', WINDOW()))).toBe('1430-400');
		const once = await made('/flows', await flowBody());
		const backwards = { startTime: 1, windowStartTime: 2, windowEndTime: 1 };
		expect(codeOf(await create(once, backwards))).toBe('1381-400');
		await client.post(`/flows/${once}/action?op=disable`);
		expect(codeOf(await create(once, WINDOW()))).toBe('1380-400');
		expect(itemsOf(await client.get(`/runs?property=flowId==${hourly}`))).toEqual([]);
		expect(codeOf(await client.get('/runs/none'))).toBe('1439-404');
		expect(codeOf(await client.get('/flows/none/runs'))).toBe('1439-404');
	});

	it('are retried when they failed or ingested nothing, while their flow is enabled', async () => {
		// The retries stay under way.
		client.adobe.set({ runMs: 600_000 });
		const id = await made('/flows', await flowBody());
		const seed = (outcome?: 'success' | 'partialSuccess' | 'failed', window = {}) =>
			client.adobe.seedRun({ flowId: id, outcome, startedAt: 5, completedAt: 6, ...window }).id;
		const retry = async (run: unknown, op = 're-trigger') =>
			await client.post(`/runs/${String(run)}/action?op=${op}`);
		expect(codeOf(await retry(seed('success')))).toBe('1387-400');
		expect(codeOf(await retry(seed('partialSuccess')))).toBe('1387-400');
		// Without an outcome it looks into the bucket, where nothing is that old.
		const empty = seed();
		expect((await retry(empty)).status).toBe(200);
		const failed = seed('failed');
		expect(codeOf(await retry(failed, 'OTHER'))).toBe('1401-400');
		expect((await retry(failed, 'RE_TRIGGER')).status).toBe(200);
		client.adobe.set({ retryWord: 'RE_TRIGGER' });
		expect(codeOf(await retry(failed))).toBe('1401-400');
		client.adobe.set({ retryWord: 're-trigger' });
		expect(codeOf(await retry(failed, 'RE_TRIGGER'))).toBe('1401-400');
		await client.post(`/flows/${id}/action?op=disable`);
		expect(codeOf(await retry(failed))).toBe('1388-400');
		const running = client.adobe.runs().find(({ state }) => state === 'scheduled');
		expect(codeOf(await retry(running?.id))).toBe('1387-400');
	});
});
