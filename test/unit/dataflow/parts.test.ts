import { shown, mappingOf } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { createDataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/create';
import {
	createMappingSet,
	updateMappingSet,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/mappingSet';
import { answer, broken, fakeClient } from '../fakeExecution';
import { dataset, pairs, plan } from './fakePlan';

const made = (id: string) => answer(201, { id });
const failing = async (work: Promise<unknown>) => await work.catch((error: unknown) => error);

describe('A mapping set without an answer', () => {
	const draft = { name: 'n', dataset, pairs };
	const set = {
		id: 'm',
		name: 'n',
		version: 3,
		outputSchema: { schemaRef: { id: 's' } },
		mappings: pairs,
	};

	it('is found by its name and what is in it', async () => {
		const listed = [{ ...set, id: 'other', mappings: [] }, set, 'x'];
		const { client, calls } = fakeClient(broken, answer(200, { data: listed }));
		expect(await createMappingSet(client, draft)).toMatchObject({
			id: 'm',
			version: 3,
		});
		expect(calls[1]?.query).toContainEqual(['name', 'n']);
	});

	it('is requested again if it does not exist', async () => {
		const { client, calls } = fakeClient(
			broken,
			answer(200, { data: [] }),
			answer(200, { id: 'new' }),
		);
		expect(await createMappingSet(client, draft)).toMatchObject({
			id: 'new',
			version: 0,
		});
		expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
	});

	it('is given up in the end', async () => {
		const outcomes = Array.from({ length: 12 }, () => [broken, answer(200, { data: [] })]).flat();
		expect(await failing(createMappingSet(fakeClient(...outcomes).client, draft))).toBeInstanceOf(
			Error,
		);
	});
});

describe('A stored mapping set', () => {
	const two = [...pairs, { source: 'c', destination: 'd' }];
	const stored = { id: 'm', name: 'n', version: 3 };
	const mappings = [...two].reverse();

	it('is the same in any order of its mappings', async () => {
		const { client, calls } = fakeClient(answer(200, { ...stored, mappings }));
		const draft = { name: 'n', dataset, pairs: two };
		expect(await updateMappingSet(client, 'm', draft)).toMatchObject({ id: 'm', version: 3 });
		expect(calls.map(({ method }) => method)).toEqual(['GET']);
	});

	it('gets a new version for other mappings', async () => {
		const { client, calls } = fakeClient(
			answer(200, { ...stored, mappings }),
			answer(200, {}),
			answer(200, { ...stored, version: 4, mappings: pairs }),
		);
		const draft = { name: 'n', dataset, pairs };
		expect(await updateMappingSet(client, 'm', draft)).toMatchObject({ id: 'm', version: 4 });
		expect(calls.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
	});
});

describe('A dataflow without an answer', () => {
	it('leaves its parts if it may still appear, and names them', async () => {
		const { client, run } = fakeClient(
			made('s1'),
			made('t1'),
			answer(200, { id: 'm1' }),
			broken,
			answer(403),
		);
		const failure = await failing(createDataflow(client, plan));
		expect(failure).toMatchObject({
			description: expect.stringMatching(
				/its parts remain: source connection s1, target connection t1/,
			) as string,
		});
		expect(run.stats.found).toBe(0);
	});

	it('is found by its source connection', async () => {
		const flow = {
			id: 'f',
			name: 'one',
			createdAt: Date.parse('2026-11-21T12:00:00Z'),
			sourceConnectionIds: ['s2'],
		};
		const { client } = fakeClient(
			made('s2'),
			made('t2'),
			answer(200, { id: 'm2' }),
			broken,
			answer(200, { items: [{ ...flow, id: 'x', sourceConnectionIds: undefined }, flow] }),
		);
		expect(await createDataflow(client, plan)).toMatchObject({ id: 'f', sourceConnectionId: 's2' });
	});
});

describe('A dataflow in the output', () => {
	it('shows what it hangs on, and leaves out what the service does not show', () => {
		expect(shown({ id: '1' })).toEqual({ id: '1' });
		const flow = {
			id: '1',
			etag: '"1"',
			secret: 'x',
			transformations: [{ name: 'Mapping', params: { mappingId: 'm', mappingVersion: '2' } }],
			inheritedAttributes: { sourceConnections: [{ baseConnection: { id: 'b' } }] },
		};
		expect(shown(flow)).toEqual({ id: '1', etag: '"1"', baseConnectionId: 'b', mappingSetId: 'm' });
		expect(mappingOf(flow)).toEqual({ id: 'm', version: 2 });
		expect(shown({ id: '1', inheritedAttributes: { sourceConnections: [{}] } })).toEqual({
			id: '1',
		});
	});
});
