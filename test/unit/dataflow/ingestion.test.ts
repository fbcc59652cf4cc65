import {
	isIngestion,
	listDataflows,
	type Dataflow,
	DATAFLOW,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { listRuns } from '../../../nodes/AdobeExperiencePlatform/run/get.operation';
import { searchPage } from '../../../nodes/AdobeExperiencePlatform/node/lists';
import { answer, clientOf, fakeService } from '../fakeExecution';

type Attributes = Record<string, unknown>;

const flow = (id: string, inheritedAttributes?: Attributes, more: object = {}): Dataflow => ({
	id,
	name: `Flow ${id}`,
	...(inheritedAttributes && { inheritedAttributes }),
	...more,
});
const properties = (value: object) => ({ properties: value });
const fromBase = { sourceConnections: [{ id: 's', baseConnection: { id: 'b' } }] };
const CLOUD_STORAGE = { flowSpec: { id: '9753525b-82c7-4dce-8a9b-5ccfce2b9876' } };

const SOURCES: Array<[string, Dataflow]> = [
	['says so', flow('s1', properties({ isSourceFlow: true }))],
	['says so as text', flow('s2', properties({ isSourceFlow: 'true' }))],
	[
		'says so and has no base connection',
		flow('s3', { ...properties({ isSourceFlow: true }), sourceConnections: [{ id: 's' }] }),
	],
	['is older and has a base connection', flow('s4', fromBase)],
	['is older, with other properties', flow('s5', { ...fromBase, ...properties({}) })],
	['is a draft of cloud storage without parts', flow('s6', {}, CLOUD_STORAGE)],
	['shows nothing of what it reads', flow('s7')],
];
const FOREIGN: Array<[string, Dataflow]> = [
	['a destination', flow('d1', properties({ isDestinationFlow: true }))],
	['a destination, as text', flow('d2', properties({ isDestinationFlow: 'true' }))],
	[
		'a destination with a source',
		flow('d3', { ...fromBase, ...properties({ isDestinationFlow: true }) }),
	],
	['none of sources', flow('d4', { ...fromBase, ...properties({ isSourceFlow: false }) })],
	['an internal one', flow('d5', properties({}), { name: 'Datalake to UIS Flow' })],
	[
		'an internal one that shows nothing else',
		flow('d6', undefined, { name: 'Datalake to UIS flow' }),
	],
	['an internal one of another name', flow('d7', { sourceConnections: [{ id: 's' }] })],
];

describe('A dataflow that ingests data', () => {
	it.each(SOURCES)('%s', (_what, one) => expect(isIngestion(one)).toBe(true));
	it.each(FOREIGN)('is not %s', (_what, one) => expect(isIngestion(one)).toBe(false));
});

const all = [...FOREIGN, ...SOURCES].map(([, one]) => one);
const sources = SOURCES.map(([, { id }]) => id);

/** Lists pages of this size: runs newest first, and dataflows by the IDs in the filter. */
function lab(runs: object[] = [], size = 100) {
	const service = fakeService((calls) => {
		const { path, query = [] } = calls.at(-1) ?? { path: '' };
		const [, filter = ''] =
			query.find(([name, value]) => name === 'property' && value.startsWith('id==')) ?? [];
		const ids = new Set(filter.slice('id=='.length).split(','));
		const flows = filter ? all.filter(({ id }) => ids.has(id)) : all;
		const items = path.endsWith('/runs') ? runs : flows;
		const start = Number(query.find(([name]) => name === 'start')?.[1] ?? 0);
		const href = `?start=${start + size}`;
		const _links = start + size < items.length ? { next: { href } } : {};
		return answer(200, { items: items.slice(start, start + size), _links });
	});
	return { ...clientOf(service.http), calls: service.calls };
}

describe('Lists show only what ingests', () => {
	const none = { name: '', state: '', connectionId: '', datasetId: '' };

	it('the list of dataflows, without a filter that older ones would not pass', async () => {
		const { client, calls } = lab();
		const found = await listDataflows(client, none, Infinity);
		expect(found.map(({ id }) => id)).toEqual(sources);
		expect(JSON.stringify(calls)).not.toContain('isSourceFlow');
	});

	it('up to the limit, over as many pages as that takes', async () => {
		const { client, calls } = lab([], 5);
		const found = await listDataflows(client, none, 4);
		expect(found.map(({ id }) => id)).toEqual(sources.slice(0, 4));
		expect(calls).toHaveLength(3);
	});

	it('the pick list of dataflows', async () => {
		const { client } = lab();
		const { entities } = await searchPage<Dataflow>(client, DATAFLOW, {}, isIngestion);
		expect(entities.map(({ id }) => id)).toEqual(sources);
	});

	const anyRun = { dataflowId: '', status: '' } as const;
	const status = { metrics: { statusSummary: { status: 'failed' } } };

	it('the list of runs of all dataflows, at one request more for each page', async () => {
		const runs = [...all, ...all].map(({ id }, index) => ({
			id: `r${index}`,
			flowId: id,
			...status,
		}));
		const { client, calls } = lab(runs);
		const found = await listRuns(client, anyRun, Infinity);
		expect(found.map(({ dataflowId }) => dataflowId)).toEqual([...sources, ...sources]);
		expect(calls.map(({ path }) => path.split('/').pop())).toEqual(['runs', 'flows']);
	});

	it('runs up to the limit, with any others in between', async () => {
		const runs = [...all, ...all].map(({ id }, index) => ({
			id: `r${index}`,
			flowId: id,
			...status,
		}));
		const { client } = lab(runs, 4);
		expect(await listRuns(client, anyRun, 9)).toHaveLength(9);
	});

	it.each([
		['runs before it', { predecessors: [{ flowId: 'x', flowRunId: 'y' }] }],
		[
			'counts for each target',
			{ metrics: { recordSummary: { targetSummaries: [{ entitySummaries: [] }] } } },
		],
		['an activity of Profile', { activities: [{ name: 'UIS Batch Activity' }] }],
		['such an activity in the other spelling', { activites: [{ name: 'UIS Batch Activity' }] }],
	])('no run with %s, and its dataflow is not asked for', async (_what, more) => {
		const { client, calls } = lab([{ id: 'r', flowId: 'deleted', ...more }]);
		expect(await listRuns(client, anyRun, 10)).toEqual([]);
		expect(calls).toHaveLength(1);
	});

	it('a run whose dataflow was deleted, and all runs of a dataflow that was chosen', async () => {
		const deleted = lab([{ id: 'r', flowId: 'deleted', ...status }]);
		expect(await listRuns(deleted.client, anyRun, 10)).toHaveLength(1);
		const chosen = lab([{ id: 'r', flowId: 'd1', ...status }]);
		const filters = { dataflowId: 'd1', status: '' } as const;
		expect(await listRuns(chosen.client, filters, 10)).toHaveLength(1);
	});
});
