import { codeOf, itemsOf, type Json } from './client';
import { useFlows } from './flowLab';

describe('Drafts (EN:sources/tutorials/api/draft.md)', () => {
	const { client, base, sourceBody, targetBody, flowBody } = useFlows();

	const draft = async (path: string, body: Json): Promise<string> => {
		const { status, body: made } = await client.post(`${path}?mode=draft`, body);
		expect(status).toBe(201);
		return `${path}/${String(made.id)}`;
	};
	const read = async (path: string) => itemsOf(await client.get(path))[0] ?? {};
	const publish = async (path: string) => await client.post(`${path}/action?op=publish`);

	it.each([
		['/sourceConnections', () => ({ ...sourceBody(), params: undefined })],
		['/targetConnections', () => ({ ...targetBody(), params: undefined })],
	])('of %s may be incomplete, and are completed before they are published', async (path, body) => {
		const made = await draft(path, body());
		const { state, etag, lastOperation } = await read(made);
		expect([state, lastOperation]).toMatchObject(['draft', { operation: 'draft_create' }]);
		expect(codeOf(await publish(made))).toMatch(/^13(25|29)-400$/);
		const value = { path: '/acme-landing/accounts.csv', dataSetId: '5f3c3cedb2805c194ff0b69a' };
		const change = [{ op: 'replace', path: '/params', value }];
		expect((await client.patch(made, String(etag), change)).status).toBe(200);
		const reply = await publish(made);
		expect(Object.keys(reply.body)).toEqual(['id', 'etag']);
		expect(await read(made)).toMatchObject({ state: 'enabled', etag: reply.body.etag });
		expect(codeOf(await publish(made))).toBe('1422-400');
		expect(codeOf(await client.post(`${made}/action?op=enable`))).toBe('1434-400');
	});

	it.each(['/sourceConnections', '/targetConnections', '/flows'])(
		'are the only mode of %s',
		async (path) => {
			expect(codeOf(await client.post(`${path}?mode=test`, {}))).toBe('1368-400');
		},
	);

	it('are published from the base connection to the flow', async () => {
		const connection = await draft('/connections', client.createBody());
		const baseConnectionId = (await read(connection)).id;
		const body = sourceBody({ baseConnectionId });
		expect(codeOf(await client.post('/sourceConnections', body))).toBe('1421-400');
		const source = await draft('/sourceConnections', body);
		const flow = await draft('/flows', {
			...(await flowBody()),
			sourceConnectionIds: [(await read(source)).id],
		});
		expect((await read(flow)).lastOperation).toMatchObject({ operation: 'draft_create' });
		expect(codeOf(await publish(flow))).toBe('1421-400');
		expect(codeOf(await publish(source))).toBe('1421-400');
		for (const path of [connection, source, flow]) expect((await publish(path)).status).toBe(200);
		expect(await read(flow)).toMatchObject({ state: 'enabled' });
		expect(base().id).not.toBe(baseConnectionId);
	});
});
