import { DATASETS } from '../tenant/ids';
import { codeOf, itemsOf, type Json, S3_SPEC } from './client';
import { FLOW_SPEC, soon, useFlows } from './flowLab';

describe('Dataflows', () => {
	const { client, base, made, mapping, targetBody, flowBody, runsOf, settled } = useFlows();

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
	])('are refused with %s', async (_what, changes, code) => {
		expect(codeOf(await client.post('/flows', await flowBody(changes)))).toBe(code);
		expect(itemsOf(await client.get('/flows'))).toHaveLength(0);
	});

	it('are refused without a version of their spec', async () => {
		const reply = await client.post('/flows', await flowBody({ flowSpec: { id: FLOW_SPEC } }));
		expect([reply.status, reply.body.errorMessage]).toEqual([
			422,
			"flowSpec.version 'version' is required for spec info",
		]);
	});

	it('are refused with a mapping for another schema or in another version', async () => {
		const other = (await mapping({ xdmSchema: 'https://ns.adobe.com/local/schemas/2' })).body.id;
		const wrongSchema = { transformations: [{ name: 'Mapping', params: { mappingId: other } }] };
		expect(codeOf(await client.post('/flows', await flowBody(wrongSchema)))).toBe('1425-400');
		const { id } = (await mapping()).body;
		const wrongVersion = {
			transformations: [{ name: 'Mapping', params: { mappingId: id, mappingVersion: 3 } }],
		};
		expect(codeOf(await client.post('/flows', await flowBody(wrongVersion)))).toBe('1412-400');
	});

	it('are refused with a target in another schema than that of its dataset', async () => {
		const params = { dataSetId: DATASETS.stores };
		const target = await made('/targetConnections', targetBody({ params }));
		const reply = await client.post('/flows', await flowBody({ targetConnectionIds: [target] }));
		expect(codeOf(reply)).toBe('1425-400');
	});

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
	])('with the schedule %j: %s', async (schedule, code) => {
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
		expect(await state()).toBe('disabling');
		expect(await settled(id)).toMatchObject({ state: 'disabled' });
		expect(codeOf(await act('disable'))).toBe('1422-400');
		expect((await act('ENABLE')).body).toEqual({ id, etag: expect.any(String) as string });
		expect(await state()).toBe('enabling');
		expect(await settled(id)).toMatchObject({ state: 'enabled' });
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
		expect(codeOf(await client.patch(path, etag, state))).toBe('1365-400');
		const changed = await client.patch(path, etag, change);
		expect(changed.status).toBe(200);
		expect(changed.body.etag).not.toBe(etag);
		const labels = [{ op: 'add', path: '/labels', value: ['core/C12'] }];
		const busy = await client.patch(path, String(changed.body.etag), labels);
		expect(codeOf(busy)).toBe('1420-400');
		const { etag: next } = await settled(String(reply.body.id));
		expect((await client.patch(path, String(next), labels)).status).toBe(200);
		expect(await settled(String(reply.body.id))).toMatchObject({
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
		const { transformations, ...rest } = await flowBody();
		const body = { ...rest, scheduleParams: undefined };
		const draft = await client.post('/flows?mode=draft', body);
		const path = `/flows/${String(draft.body.id)}`;
		expect(itemsOf(await client.get(path))[0]?.state).toBe('draft');
		expect(codeOf(await client.post(`${path}/action?op=publish`))).toBe('1370-400');
		const schedule = { startTime: Math.floor(Date.now() / 1000), frequency: 'once' };
		const patch = [
			{ op: 'add', path: '/transformations', value: transformations },
			{ op: 'add', path: '/scheduleParams', value: schedule },
		];
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
		expect(codeOf(await client.delete(`/connections/${base().id}`))).toBe('1418-400');
		expect((await client.delete(`/flows/${id}`)).status).toBe(204);
		expect(codeOf(await client.get(`/flows/${id}`))).toBe('1439-404');
		expect((await client.delete(`/sourceConnections/${source}`)).status).toBe(204);
		expect((await client.delete(`/targetConnections/${target}`)).status).toBe(204);
		expect((await client.delete(`/connections/${base().id}`)).status).toBe(204);
	});
});
