import { codeOf, itemsOf, type Json, pause } from './client';
import { useFlows } from './flowLab';

describe('Oddities', () => {
	const { client, made, flowBody, runsOf, settled } = useFlows();
	const list = async (path: string) => itemsOf(await client.get(path));

	it('a new run is not found and not listed for a while', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		client.adobe.set({ runLagMs: 300 });
		const { id: runId } = client.adobe.seedRun({ flowId: id });
		const runs = `/runs?property=flowId==${id}`;
		expect(codeOf(await client.get(`/runs/${runId}`))).toBe('1439-404');
		expect(await list(runs)).toHaveLength(1);
		expect(codeOf(await client.post(`/runs/${runId}/action?op=re-trigger`))).toBe('1439-404');
		await pause(350);
		expect(await list(`/runs/${runId}`)).toMatchObject([{ id: runId }]);
		expect(await list(runs)).toHaveLength(2);
	});

	it('a dataflow is shown as it was for a while after an accepted action', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		client.adobe.set({ flowLagMs: 400, settleMs: 0 });
		expect((await client.post(`/flows/${id}/action?op=disable`)).status).toBe(200);
		expect(client.adobe.flows()[0]?.state).toBe('disabled');
		expect(await list(`/flows/${id}`)).toMatchObject([{ state: 'enabled' }]);
		expect(await list('/flows')).toMatchObject([{ state: 'enabled' }]);
		// The service itself knows better.
		expect(codeOf(await client.post(`/flows/${id}/action?op=disable`))).toBe('1422-400');
		await pause(450);
		expect(await settled(id)).toMatchObject({ state: 'disabled' });
	});

	it('a list leaves a run out, and the next one has it', async () => {
		const id = await made('/flows', await flowBody());
		const [run] = await runsOf(id);
		client.adobe.leaveOut(String(run?.id), 2);
		const runs = `/runs?property=flowId==${id}`;
		expect(await list(runs)).toEqual([]);
		expect(await list('/runs?property=flowId==another')).toEqual([]);
		expect(await list(runs)).toEqual([]);
		expect(await list(runs)).toHaveLength(1);
		expect(await list(`/runs/${String(run?.id)}`)).toHaveLength(1);
	});

	it('answers show what was amended, and lists keep their true order', async () => {
		const id = await made('/flows', await flowBody());
		const [first] = await runsOf(id);
		const tomorrow = Date.now() + 86_400_000;
		client.adobe.amend(String(first?.id), { createdAt: tomorrow });
		const { id: second } = client.adobe.seedRun({ flowId: id });
		const [shownFirst, ...others] = await list(`/runs?property=flowId==${id}&orderby=-createdAt`);
		expect(shownFirst?.id).toBe(second);
		expect(others).toMatchObject([{ id: first?.id, createdAt: tomorrow }]);

		client.adobe.amend(id, {
			lastOperation: { started: 0, updated: 0 },
			lastRunDetails: { state: 'partialSuccess' },
			inheritedAttributes: { properties: { isSourceFlow: null } },
		});
		client.adobe.amend(id, { inheritedAttributes: { sourceConnections: null } });
		const [flow] = await list(`/flows/${id}`);
		expect(flow).toMatchObject({
			lastOperation: { started: 0, operation: 'create' },
			lastRunDetails: { id: first?.id, state: 'partialSuccess' },
			inheritedAttributes: { properties: {}, targetConnections: [{}] },
		});
		expect((flow?.inheritedAttributes as Json).sourceConnections).toBeUndefined();
		expect(await list('/flows?property=inheritedAttributes.properties.isSourceFlow==true')).toEqual(
			[],
		);
	});

	it('a run may be created in the future, and lists go by it', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		const createdAt = Date.now() + 86_400_000;
		const times = { startedAt: 1_000, completedAt: 2_000, createdAt };
		const { id: odd } = client.adobe.seedRun({ flowId: id, outcome: 'success', ...times });
		const [newest] = await list(`/runs?property=flowId==${id}&orderby=-createdAt`);
		expect(newest).toMatchObject({ id: odd, createdAt });
	});

	it('flows and runs of others are listed among those that bring data in', async () => {
		const id = await made('/flows', await flowBody());
		await runsOf(id);
		const destination = client.adobe.seedForeignFlow('destination');
		const internal = client.adobe.seedForeignFlow('internal');
		const flows = await list('/flows');
		expect(flows).toHaveLength(3);
		const shown = (flowId: string) => flows.find((flow) => flow.id === flowId);
		expect(shown(destination.id)).toMatchObject({
			inheritedAttributes: { properties: { isDestinationFlow: true } },
		});
		expect(shown(internal.id)).toMatchObject({ name: 'Datalake to UIS Flow' });
		expect(JSON.stringify(flows)).not.toContain('foreign');

		const times = { startedAt: 1_000, completedAt: 2_000 };
		client.adobe.seedRun({ flowId: destination.id, outcome: 'failed', ...times });
		const { id: runId } = client.adobe.seedRun({ flowId: internal.id, ...times });
		expect(await list('/runs')).toHaveLength(3);
		const [run] = await list(`/runs/${runId}`);
		expect(run).toMatchObject({
			flowName: 'Datalake to UIS Flow',
			predecessors: [{ flowSpec: {} }],
			metrics: { recordSummary: { targetSummaries: [{}] }, statusSummary: { status: 'success' } },
			activities: [{ name: 'UIS Batch Activity' }],
		});
		expect(run?.providerRefId).toMatch(/^[0-9a-f]{24}$/);
	});

	it('amendments come from another process, too', async () => {
		const id = await made('/flows', await flowBody());
		const amend = async (body: Json) =>
			await client.call('POST', '/local/amendments', { body: JSON.stringify(body) });
		expect((await amend({ id })).status).toBe(400);
		expect((await amend({ id, changes: { state: 'draft' } })).status).toBe(200);
		expect(await list(`/flows/${id}`)).toMatchObject([{ state: 'draft' }]);
	});
});
