import { codeOf, itemsOf, type Json, type Reply } from './client';
import { soon, useFlows } from './flowLab';

const RENAME = [{ op: 'replace', path: '/name', value: 'renamed' }];

describe('Changes of a dataflow', () => {
	const { client, made, flowBody, settled } = useFlows({ settleMs: 100 });

	const flow = async (): Promise<{ id: string; etag: string }> => {
		const scheduleParams = { startTime: soon(), frequency: 'hour', interval: 1 };
		const { status, body } = await client.post('/flows', await flowBody({ scheduleParams }));
		expect(status).toBe(201);
		return body as { id: string; etag: string };
	};
	const read = async (id: string) => itemsOf(await client.get(`/flows/${id}`))[0] ?? {};
	const act = async (id: string, op: string) => await client.post(`/flows/${id}/action?op=${op}`);

	it('say after a creation that it was one, and no more', async () => {
		const { id } = await flow();
		const { lastOperation, createdAt } = await read(id);
		expect(lastOperation).toEqual({ started: createdAt, updated: 0, operation: 'create' });
	});

	it('are answered at once and carried out later, under another etag', async () => {
		const { id, etag } = await flow();
		const reply = await client.patch(`/flows/${id}`, etag, RENAME);
		expect(reply.status).toBe(200);
		const busy = await read(id);
		expect(busy).toMatchObject({
			name: 'renamed',
			state: 'updating',
			etag: reply.body.etag,
			lastOperation: {
				operation: 'update',
				ops: RENAME,
				percentCompleted: 0,
				status: { value: 'inProgress', errors: [] },
			},
		});
		const done = await settled(id);
		expect(done).toMatchObject({
			name: 'renamed',
			state: 'enabled',
			lastOperation: {
				started: (busy.lastOperation as Json).started,
				percentCompleted: 100,
				status: { value: 'completed', errors: [] },
			},
		});
		expect(done.etag).not.toBe(reply.body.etag);
		const stale = await client.patch(`/flows/${id}`, String(reply.body.etag), RENAME);
		expect(codeOf(stale)).toBe('1404-412');
	});

	it.each<[string, (id: string, etag: string) => Promise<Reply>, string]>([
		['PATCH', async (id, etag) => await client.patch(`/flows/${id}`, etag, RENAME), '1420-400'],
		['disable', async (id) => await act(id, 'disable'), '1421-400'],
		['enable', async (id) => await act(id, 'enable'), '1421-400'],
		['DELETE', async (id) => await client.delete(`/flows/${id}`), '1458-400'],
	])('keep a %s out until they are carried out', async (_what, ask, code) => {
		const { id } = await flow();
		const { etag } = (await act(id, 'disable')).body;
		expect(codeOf(await ask(id, String(etag)))).toBe(code);
		expect(await settled(id)).toMatchObject({ name: 'flow', state: 'disabled' });
	});

	it('leave a disabled flow disabled', async () => {
		const { id } = await flow();
		await act(id, 'disable');
		const { etag } = await settled(id);
		expect((await client.patch(`/flows/${id}`, String(etag), RENAME)).status).toBe(200);
		expect(await settled(id)).toMatchObject({ name: 'renamed', state: 'disabled' });
	});

	it('that fail leave the flow as it was and say why', async () => {
		const { id, etag } = await flow();
		client.adobe.set({ operationResult: 'failed' });
		expect((await client.patch(`/flows/${id}`, etag, RENAME)).status).toBe(200);
		expect(await settled(id)).toMatchObject({
			name: 'flow',
			state: 'enabled',
			lastOperation: {
				operation: 'update',
				status: { value: 'failed', errors: [{ code: 'FLOW-1102-500' }] },
			},
		});
		await act(id, 'disable');
		expect(await settled(id)).toMatchObject({ state: 'enabled' });
	});

	it('are carried out at once where that is asked for', async () => {
		client.adobe.set({ settleMs: 0 });
		const { id, etag } = await flow();
		const reply = await client.patch(`/flows/${id}`, etag, RENAME);
		expect(await read(id)).toMatchObject({ state: 'enabled', etag: reply.body.etag });
	});

	it('let only one of many writers through with one etag', async () => {
		const { id, etag } = await flow();
		const replies = await Promise.all(
			Array.from({ length: 5 }, async () => await client.patch(`/flows/${id}`, etag, RENAME)),
		);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
	});

	it('can meet a second writer, as those of a connection can', async () => {
		const { id, etag } = await flow();
		const patch = [{ op: 'replace' as const, path: '/description', value: 'by another' }];
		client.adobe.set({ faults: [{ kind: 'secondWriter', times: 1, patch }] });
		const reply = await client.patch(`/flows/${id}`, etag, RENAME);
		expect(codeOf(reply)).toBe('1404-412');
		expect(await read(id)).toMatchObject({ name: 'flow', description: 'by another' });
	});

	it.each<[Json, Json | string]>([
		[
			{ partialIngestionPercent: '10', errorDiagnosticsEnabled: 'true' },
			{ partialIngestionPercent: 10, errorDiagnosticsEnabled: true },
		],
		[{ errorDiagnosticsEnabled: false }, { errorDiagnosticsEnabled: false }],
		[{ partialIngestionPercent: 0 }, '1000-400'],
		[{ partialIngestionPercent: 'many' }, '1000-400'],
		[{ errorDiagnosticsEnabled: 'perhaps' }, '1000-400'],
	])('put options %j in as %j', async (value, expected) => {
		const { id, etag } = await flow();
		const reply = await client.patch(`/flows/${id}`, etag, [
			{ op: 'add', path: '/options', value },
		]);
		if (typeof expected === 'string') expect(codeOf(reply)).toBe(expected);
		else expect(await settled(id)).toMatchObject({ options: expected });
		const body = await flowBody({ options: value });
		const created = await client.post('/flows', body);
		if (typeof expected === 'string') expect(codeOf(created)).toBe(expected);
		else expect(await read(String(created.body.id))).toMatchObject({ options: expected });
	});

	it('are found as source flows, also by a search in the body', async () => {
		const { id } = await flow();
		await made('/flows', await flowBody({ name: 'another' }));
		const query = 'inheritedAttributes.properties.isSourceFlow==true';
		expect(itemsOf(await client.get(`/flows?property=${query}`))).toHaveLength(2);
		const other = 'inheritedAttributes.properties.isDestinationFlow==true';
		expect(itemsOf(await client.get(`/flows?property=${other}`))).toEqual([]);
		const found = await client.post('/flows/search', {
			queryString: `property=${query}&name==flow`,
			projectionFields: ['id', 'name'],
		});
		expect(itemsOf(found)).toEqual([{ id, name: 'flow' }]);
	});

	it('move a flow to the front of the list, and its runs do not', async () => {
		const first = await flow();
		const second = await flow();
		const ids = async () => itemsOf(await client.get('/flows')).map(({ id }) => id);
		expect(await ids()).toEqual([second.id, first.id]);
		await client.patch(`/flows/${first.id}`, first.etag, RENAME);
		await settled(first.id);
		expect(await ids()).toEqual([first.id, second.id]);
		client.adobe.seedRun({ flowId: second.id, outcome: 'success', startedAt: 1, completedAt: 2 });
		expect(await read(second.id)).toHaveProperty('lastRunDetails');
		expect(await ids()).toEqual([first.id, second.id]);
	});
});
