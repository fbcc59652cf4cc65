import { Client, codeOf, FLOW, itemsOf, type Json, pause, S3_SPEC } from './client';

const FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';
const DATA_LAKE = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
const SCHEMA = 'https://ns.adobe.com/local/schemas/1';

describe('Dataflows', () => {
	let client: Client;
	let base: { id: string; etag: string };
	beforeAll(async () => {
		client = await Client.start({ runMs: 60 });
	});
	afterAll(async () => await client.adobe.close());
	beforeEach(async () => {
		client.adobe.reset();
		await client.login();
		base = client.adobe.seedConnection();
	});

	const sourceBody = (changes: Json = {}): Json => ({
		name: 'S3 source connection',
		baseConnectionId: base.id,
		data: { format: 'delimited', properties: { columnDelimiter: ',', encoding: 'UTF-8' } },
		params: { path: '/acme-landing/customers/customers.csv', type: 'file' },
		connectionSpec: { id: S3_SPEC, version: '1.0' },
		...changes,
	});
	const targetBody = (changes: Json = {}): Json => ({
		name: 'Target connection',
		data: { schema: { id: SCHEMA, version: 'application/vnd.adobe.xed-full+json;version=1' } },
		params: { dataSetId: '5f3c3cedb2805c194ff0b69a' },
		connectionSpec: { id: DATA_LAKE, version: '1.0' },
		...changes,
	});
	const mappingBody = (changes: Json = {}): Json => ({
		version: 0,
		xdmSchema: SCHEMA,
		xdmVersion: '1.0',
		id: null,
		mappings: [
			{
				destinationXdmPath: '_id',
				sourceAttribute: 'Id',
				identity: false,
				identityGroup: null,
				namespaceCode: null,
				version: 0,
			},
		],
		...changes,
	});
	const made = async (path: string, body: Json): Promise<string> => {
		const reply = await client.post(path, body);
		expect(reply.status).toBe(201);
		expect(Object.keys(reply.body)).toEqual(['id', 'etag']);
		return String(reply.body.id);
	};
	const mapping = async (changes?: Json) =>
		await client.call('POST', '/data/foundation/conversion/mappingSets', {
			body: mappingBody(changes),
		});
	const flowBody = async (changes: Json = {}): Promise<Json> => ({
		name: 'flow',
		flowSpec: { id: FLOW_SPEC, version: '1.0' },
		sourceConnectionIds: [await made('/sourceConnections', sourceBody())],
		targetConnectionIds: [await made('/targetConnections', targetBody())],
		transformations: [
			{ name: 'Mapping', params: { mappingId: (await mapping()).body.id, mappingVersion: 0 } },
		],
		scheduleParams: { startTime: Math.floor(Date.now() / 1000) + 5, frequency: 'once' },
		...changes,
	});
	/** The runs of a flow once none of them is under way. */
	const runsOf = async (flowId: string): Promise<Json[]> => {
		for (let round = 0; round < 50; round++) {
			const runs = itemsOf(await client.get(`/runs?property=flowId==${flowId}`));
			if (runs.every(({ state }) => state === 'success' || state === 'failed')) return runs;
			await pause(20);
		}
		throw new Error('the run does not end');
	};
	const statusOf = (run: Json | undefined) =>
		(run?.metrics as { statusSummary: { status: string; errors: Json[] } }).statusSummary;

	it('run from the base connection to success', async () => {
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
			inheritedAttributes: { sourceConnections: [{ baseConnection: { id: base.id } }] },
			lastRunDetails: { id: run?.id, state: 'success' },
		});
	});

	it('fail when the keys have ended, and run again once they are refreshed', async () => {
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
		const refreshed = await client.patch(`/connections/${base.id}`, base.etag, [
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

	it.each<[string, Json, string]>([
		['an unknown format', { data: { format: 'xml' } }, '1327-400'],
		['no format', { data: {} }, '1327-400'],
		[
			'a delimiter of two characters',
			{ data: { format: 'delimited', properties: { columnDelimiter: ';;' } } },
			'1331-400',
		],
		['no base connection', { baseConnectionId: undefined }, '1329-400'],
		['an unknown base connection', { baseConnectionId: 'other' }, '1439-404'],
		['no path', { params: { type: 'file' } }, '1329-400'],
		['no name', { name: undefined }, '1304-400'],
		['an unknown spec', { connectionSpec: { id: 'other', version: '1.0' } }, '1413-400'],
		['a state', { state: 'enabled' }, '1410-400'],
	])('refuse a source connection with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/sourceConnections', sourceBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/sourceConnections'))).toHaveLength(0);
	});

	it.each<[string, Json, string]>([
		['another spec', { connectionSpec: { id: S3_SPEC, version: '1.0' } }, '1307-400'],
		['no dataset', { params: {} }, '1325-400'],
		['no data', { data: undefined }, '1304-400'],
	])('refuse a target connection with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/targetConnections', targetBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/targetConnections'))).toHaveLength(0);
	});

	it.each<[string, Json, string]>([
		['an unknown flow spec', { flowSpec: { id: 'other', version: '1.0' } }, '1413-400'],
		['two sources', { sourceConnectionIds: ['a', 'b'] }, '1321-400'],
		['no target', { targetConnectionIds: undefined }, '1321-400'],
		['an unknown source', { sourceConnectionIds: ['a'] }, '1439-404'],
		['an unknown target', { targetConnectionIds: ['a'] }, '1439-404'],
		['a state', { state: 'enabled' }, '1410-400'],
		[
			'an unknown mapping',
			{ transformations: [{ name: 'Mapping', params: { mappingId: 'a' } }] },
			'1419-400',
		],
		['no schedule', { scheduleParams: {} }, '1317-400'],
	])('refuse a flow with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/flows', await flowBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/flows'))).toHaveLength(0);
	});

	it('refuse a flow without a version of its spec', async () => {
		const reply = await client.post('/flows', await flowBody({ flowSpec: { id: FLOW_SPEC } }));
		expect([reply.status, reply.body.errorMessage]).toEqual([
			422,
			"flowSpec.version 'version' is required for spec info",
		]);
	});

	it('refuse a mapping for another schema or in another version', async () => {
		const other = (await mapping({ xdmSchema: 'https://ns.adobe.com/local/schemas/2' })).body.id;
		const wrongSchema = { transformations: [{ name: 'Mapping', params: { mappingId: other } }] };
		expect(codeOf(await client.post('/flows', await flowBody(wrongSchema)))).toBe('1425-400');
		const { id } = (await mapping()).body;
		const wrongVersion = {
			transformations: [{ name: 'Mapping', params: { mappingId: id, mappingVersion: 3 } }],
		};
		expect(codeOf(await client.post('/flows', await flowBody(wrongVersion)))).toBe('1412-400');
	});

	const soon = () => Math.floor(Date.now() / 1000) + 60;
	it.each<[Json, string | undefined]>([
		[{ frequency: 'minute', interval: 15 }, undefined],
		[{ frequency: 'minute', interval: '30' }, undefined],
		[{ frequency: 'hour', interval: 1, backfill: true }, undefined],
		[{ frequency: 'week', interval: 1 }, undefined],
		[{ frequency: 'once' }, undefined],
		[{ frequency: 'minute', interval: 14 }, '1362-400'],
		[{ frequency: 'day', interval: 0 }, '1362-400'],
		[{ frequency: 'day' }, '1329-400'],
		[{ frequency: 'day', interval: 'often' }, '1363-400'],
		[{ frequency: 'once', interval: 1 }, '1361-400'],
		[{ frequency: 'once', backfill: true }, '1364-400'],
		[{ frequency: 'month', interval: 1 }, '1397-400'],
		[{ interval: 1 }, '1397-400'],
		[{ frequency: 'hour', interval: 1, startTime: 1597784298 }, '1360-400'],
		[{ frequency: 'hour', interval: 1, startTime: undefined }, '1329-400'],
	])('judge the schedule %j', async (schedule, code) => {
		const scheduleParams = { startTime: soon(), ...schedule };
		const reply = await client.post('/flows', await flowBody({ scheduleParams }));
		if (code) expect(codeOf(reply)).toBe(code);
		else expect(reply.status).toBe(201);
	});

	it('are disabled and enabled by an action', async () => {
		const id = await made('/flows', await flowBody());
		const act = async (op: string) => await client.post(`/flows/${id}/action?op=${op}`);
		const state = async () => itemsOf(await client.get(`/flows/${id}`))[0]?.state;
		expect(codeOf(await act('enable'))).toBe('1422-400');
		expect((await act('disable')).status).toBe(200);
		expect(await state()).toBe('disabled');
		expect(codeOf(await act('disable'))).toBe('1422-400');
		expect((await act('ENABLE')).body).toEqual({ id, etag: expect.any(String) as string });
		expect(await state()).toBe('enabled');
		expect(codeOf(await act('other'))).toBe('1434-400');
	});

	it('are updated with an etag', async () => {
		const scheduleParams = { startTime: soon(), frequency: 'hour', interval: 1 };
		const reply = await client.post('/flows', await flowBody({ scheduleParams }));
		const path = `/flows/${String(reply.body.id)}`;
		const etag = String(reply.body.etag);
		const change = [{ op: 'replace', path: '/scheduleParams/frequency', value: 'day' }];
		expect(codeOf(await client.patch(path, undefined, change))).toBe('1403-400');
		expect(codeOf(await client.patch(path, '"x"', change))).toBe('1404-412');
		const wrong = [{ op: 'replace', path: '/scheduleParams/interval', value: 0 }];
		expect(codeOf(await client.patch(path, etag, wrong))).toBe('1362-400');
		const state = [{ op: 'replace', path: '/state', value: 'disabled' }];
		expect(codeOf(await client.patch(path, etag, state))).toBe('1455-400');
		const changed = await client.patch(path, etag, change);
		expect(changed.status).toBe(200);
		expect(changed.body.etag).not.toBe(etag);
		const labels = [{ op: 'add', path: '/labels', value: ['core/C12'] }];
		expect((await client.patch(path, String(changed.body.etag), labels)).status).toBe(200);
		expect(itemsOf(await client.get(path))[0]).toMatchObject({
			scheduleParams: { frequency: 'day' },
			labels: ['core/C12'],
		});
	});

	it('keep a start time that has passed', async () => {
		client.adobe.seedConnection({ flows: 1 });
		const [flow] = itemsOf(await client.get('/flows'));
		const later = [{ op: 'replace', path: '/scheduleParams/startTime', value: soon() }];
		const path = `/flows/${String(flow?.id)}`;
		expect(codeOf(await client.patch(path, String(flow?.etag), later))).toBe('1366-400');
		const slower = [{ op: 'replace', path: '/scheduleParams/interval', value: 2 }];
		expect((await client.patch(path, String(flow?.etag), slower)).status).toBe(200);
	});

	it('are found by what is in their lists', async () => {
		client.adobe.seedConnection({ flows: 2 });
		const [flow] = itemsOf(await client.get('/flows'));
		const [source] = flow?.sourceConnectionIds as string[];
		const found = await client.get(`/flows?property=sourceConnectionIds[]==${source},other`);
		expect(itemsOf(found).map(({ id }) => id)).toEqual([flow?.id]);
		const inherited = 'inheritedAttributes.sourceConnections[].connectionSpec.id';
		const all = await client.get(`/flows?property=${inherited}==${S3_SPEC}`);
		expect(itemsOf(all)).toHaveLength(2);
	});

	it('can be drafts without mapping, and published later', async () => {
		const body = { ...(await flowBody()), transformations: undefined, scheduleParams: undefined };
		const draft = await client.post('/flows?mode=draft', body);
		const path = `/flows/${String(draft.body.id)}`;
		expect(itemsOf(await client.get(path))[0]?.state).toBe('draft');
		expect(codeOf(await client.post(`${path}/action?op=publish`))).toBe('1317-400');
		const schedule = { startTime: soon(), frequency: 'once' };
		const patch = [{ op: 'add', path: '/scheduleParams', value: schedule }];
		expect((await client.patch(path, String(draft.body.etag), patch)).status).toBe(200);
		expect((await client.post(`${path}/action?op=publish`)).status).toBe(200);
		expect((await runsOf(String(draft.body.id)))[0]?.state).toBe('success');
	});

	it('keep their source and target connections from being deleted', async () => {
		const body = await flowBody();
		const [source] = body.sourceConnectionIds as string[];
		const [target] = body.targetConnectionIds as string[];
		const id = await made('/flows', body);
		expect(codeOf(await client.delete(`/sourceConnections/${source}`))).toBe('1447-400');
		expect(codeOf(await client.delete(`/targetConnections/${target}`))).toBe('1447-400');
		expect(codeOf(await client.delete(`/connections/${base.id}`))).toBe('1418-400');
		expect((await client.delete(`/flows/${id}`)).status).toBe(204);
		expect(codeOf(await client.get(`/flows/${id}`))).toBe('1439-404');
		expect((await client.delete(`/sourceConnections/${source}`)).status).toBe(204);
		expect((await client.delete(`/targetConnections/${target}`)).status).toBe(204);
		expect((await client.delete(`/connections/${base.id}`)).status).toBe(204);
	});

	it('answer a change of a source connection with the whole item', async () => {
		const reply = await client.post('/sourceConnections', sourceBody());
		const path = `/sourceConnections/${String(reply.body.id)}`;
		const change = [{ op: 'replace', path: '/params/path', value: '/acme-landing/accounts.csv' }];
		const changed = await client.patch(path, String(reply.body.etag), change);
		expect(itemsOf(changed)[0]).toMatchObject({ params: { path: '/acme-landing/accounts.csv' } });
		const found = await client.get(`/sourceConnections?property=baseConnectionId==${base.id}`);
		expect(itemsOf(found)).toHaveLength(1);
	});

	describe('runs', () => {
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

	it('need a sandbox for mapping sets as well', async () => {
		const reply = await client.call('POST', '/data/foundation/conversion/mappingSets', {
			body: mappingBody(),
			headers: { 'x-sandbox-name': undefined },
		});
		expect(codeOf(reply)).toBe('2105-400');
		expect((await mapping()).body).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
			version: 0,
		});
		expect((await client.call('GET', `${FLOW}/flowSpecs/${FLOW_SPEC}`)).status).toBe(200);
	});
});
