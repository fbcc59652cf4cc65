import { codeOf, itemsOf, type Json, S3_SPEC } from './client';
import { DATA_LAKE, FLOW_SPEC, soon, useFlows } from './flowLab';

describe('Runs of a dataflow', () => {
	const { client, base, made, flowBody, runsOf } = useFlows();

	const statusOf = (run: Json | undefined) =>
		(run?.metrics as { statusSummary: { status: string; errors: Json[] } }).statusSummary;

	it('end in success, from the base connection on', async () => {
		const spec = await client.get('/flowSpecs?property=name==%22CloudStorageToAEP%22');
		expect(itemsOf(spec)[0]).toMatchObject({
			id: FLOW_SPEC,
			sourceConnectionSpecIds: [S3_SPEC],
			targetConnectionSpecIds: [DATA_LAKE],
		});
		const body = await flowBody();
		const id = await made('/flows', body);
		const scheduled = itemsOf(await client.get(`/runs?property=flowId==${id}`));
		expect(scheduled.map(({ state }) => state)).toEqual(['scheduled']);
		const [run] = await runsOf(id);
		expect(statusOf(run)).toMatchObject({ status: 'success', errors: [] });
		expect(run?.activities).toHaveLength(2);
		const [flow] = itemsOf(await client.get(`/flows/${id}`));
		expect(flow).toMatchObject({
			state: 'enabled',
			runs: `/runs?property=flowId==${id}`,
			inheritedAttributes: { sourceConnections: [{ baseConnection: { id: base().id } }] },
			lastRunDetails: { id: run?.id, state: 'success' },
		});
	});

	it('fail when the keys have ended, and succeed again once they are refreshed', async () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = client.adobe.demo;
		client.adobe.registerKeys({
			accessKey: s3AccessKey,
			secretKey: s3SecretKey,
			sessionToken: s3SessionToken,
			expiresAt: Date.now() - 1,
		});
		const id = await made('/flows', await flowBody());
		const [failed] = await runsOf(id);
		expect(statusOf(failed).status).toBe('failed');
		expect(statusOf(failed).errors).toEqual([
			{ code: 'CONNECTOR-1001-500', message: expect.any(String) as string },
		]);

		client.adobe.registerKeys({ accessKey: 'ASIANEW', secretKey: 'new', sessionToken: 'new' });
		const refreshed = await client.patch(`/connections/${base().id}`, base().etag, [
			{ op: 'replace', path: '/auth/params/s3AccessKey', value: 'ASIANEW' },
			{ op: 'replace', path: '/auth/params/s3SecretKey', value: 'new' },
			{ op: 'add', path: '/auth/params/s3SessionToken', value: 'new' },
		]);
		expect(refreshed.status).toBe(200);
		const again = await client.post(`/runs/${String(failed?.id)}/action?op=RE_TRIGGER`);
		expect(again.status).toBe(200);
		expect(again.body).toMatchObject({ id: failed?.id, flowId: id });
		const [passed] = await runsOf(id);
		expect(statusOf(passed)).toMatchObject({ status: 'success', errors: [] });
	});

	const create = async (flowId: string, params: Json = {}) =>
		await client.post('/runs/', { flowId, params });

	it('are made for flows that are scheduled once', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		const reply = await create(id, { startTime: soon(), windowStartTime: 1, windowEndTime: 2 });
		expect(reply.status).toBe(201);
		expect(await runsOf(id)).toHaveLength(2);
		const one = await client.get(`/runs/${String(reply.body.id)}`);
		expect(itemsOf(one)[0]).toMatchObject({ flowId: id, state: 'success' });
		const filter = 'metrics.durationSummary.startedAtUTC>1000000000000';
		expect(itemsOf(await client.get(`/runs?property=${filter}`))).toHaveLength(2);
	});

	it('are refused otherwise', async () => {
		const scheduleParams = { startTime: soon(), frequency: 'hour', interval: 1 };
		const hourly = await made('/flows', await flowBody({ scheduleParams }));
		expect(codeOf(await create(hourly))).toBe('1386-400');
		expect(codeOf(await create('none'))).toBe('1430-400');
		const once = await made('/flows', await flowBody());
		const backwards = { windowStartTime: 2, windowEndTime: 1 };
		expect(codeOf(await create(once, backwards))).toBe('1381-400');
		const [run] = itemsOf(await client.get(`/runs?property=flowId==${once}`));
		const again = `/runs/${String(run?.id)}/action?op=`;
		expect(codeOf(await client.post(`${again}RE_TRIGGER`))).toBe('1387-400');
		expect(codeOf(await client.post(`${again}OTHER`))).toBe('1434-400');
		await runsOf(once);
		await client.post(`/flows/${once}/action?op=disable`);
		expect(codeOf(await client.post(`${again}RE_TRIGGER`))).toBe('1388-400');
		expect(codeOf(await client.get('/runs/none'))).toBe('1439-404');
	});
});
