import type { StartOptions } from '../index';
import { itemsOf, type Json, pause, S3_SPEC, useClient } from './client';

export const FLOW_SPEC = '9753525b-82c7-4dce-8a9b-5ccfce2b9876';
export const DATA_LAKE = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
const ENDED = ['success', 'partialSuccess', 'failed'];
const SCHEMA = 'https://ns.adobe.com/local/schemas/1';

const statusOf = (metrics: unknown) =>
	String((metrics as { statusSummary?: Json }).statusSummary?.status);

/** A client of a local Adobe with one base connection, and what a dataflow on it is made of. */
export function useFlows(options: StartOptions = {}) {
	const client = useClient({ runMs: 150, settleMs: 50, ...options });
	let base: { id: string; etag: string };
	beforeEach(() => void (base = client.adobe.seedConnection()));

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
	/** @param params of its source connection */
	const flowBody = async (changes: Json = {}, params?: Json): Promise<Json> => ({
		name: 'flow',
		flowSpec: { id: FLOW_SPEC, version: '1.0' },
		sourceConnectionIds: [await made('/sourceConnections', sourceBody(params && { params }))],
		targetConnectionIds: [await made('/targetConnections', targetBody())],
		transformations: [
			{ name: 'Mapping', params: { mappingId: (await mapping()).body.id, mappingVersion: 0 } },
		],
		scheduleParams: { startTime: Math.floor(Date.now() / 1000), frequency: 'once' },
		...changes,
	});
	/** The runs of a flow, newest first, once there are so many and none of them is under way. */
	const runsOf = async (flowId: string, count = 1): Promise<Json[]> => {
		for (let round = 0; round < 100; round++) {
			const runs = itemsOf(await client.get(`/runs?property=flowId==${flowId}&orderby=-createdAt`));
			const ended = runs.filter(({ metrics }) => ENDED.includes(statusOf(metrics)));
			if (ended.length >= count && ended.length === runs.length) return runs;
			await pause(20);
		}
		throw new Error('the run does not end');
	};
	/** A flow once what it was told to change has been carried out. */
	const settled = async (flowId: string): Promise<Json> => {
		for (let round = 0; round < 50; round++) {
			const [flow = {}] = itemsOf(await client.get(`/flows/${flowId}`));
			if (!String(flow.state).endsWith('ing')) return flow;
			await pause(10);
		}
		throw new Error('the flow does not settle');
	};
	return {
		client,
		base: () => base,
		sourceBody,
		targetBody,
		made,
		mapping,
		mappingBody,
		flowBody,
		runsOf,
		settled,
	};
}

/** A start time that has not passed yet. */
export const soon = () => Math.floor(Date.now() / 1000) + 60;
