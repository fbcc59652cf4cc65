import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create } from './cases';
import { draft } from './dataflow/cases';

const local = useLocalAdobe();

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const OTHERS = { connectionId: 'c', dataset: 'stores' as const };

/** Everything that takes an ID, and how its field is called. */
const FIELDS: Array<[label: string, parameters: (id: string) => INodeParameters]> = [
	['Connection', (id) => ({ operation: 'get', connectionId: byId(id) })],
	['Connection', (id) => ({ operation: 'explore', connectionId: byId(id) })],
	['Connection', (id) => ({ operation: 'delete', connectionId: byId(id) })],
	['Dataflow', (id) => ({ resource: 'dataflow', operation: 'get', dataflowId: byId(id) })],
	['Dataflow', (id) => ({ resource: 'dataflow', operation: 'disable', dataflowId: byId(id) })],
	['Dataflow', (id) => ({ resource: 'run', operation: 'start', dataflowId: byId(id) })],
	['Dataflow', (id) => ({ resource: 'run', operation: 'getAll', dataflowId: byId(id) })],
	['Dataflow', (id) => ({ resource: 'run', operation: 'wait', dataflowId: byId(id) })],
	['Run', (id) => ({ resource: 'run', operation: 'get', runId: id })],
	['Run', (id) => ({ resource: 'run', operation: 'get', runId: byId(id) })],
	['Run', (id) => ({ resource: 'run', operation: 'retry', runId: id })],
	['Run', (id) => ({ resource: 'run', operation: 'wait', runId: id })],
	['Run', (id) => ({ resource: 'run', operation: 'getFailedRecords', runId: id })],
	[
		'Mapping Set ID',
		(id) =>
			draft('create', OTHERS.connectionId, 'x.csv', OTHERS.dataset, {
				mapping: 'mappingSet',
				mappingSetId: id,
			}),
	],
	[
		'Dataset',
		(id) => draft('create', OTHERS.connectionId, 'x.csv', OTHERS.dataset, { datasetId: byId(id) }),
	],
	...['connectionId', 'datasetId'].map(
		(name) =>
			[
				name === 'datasetId' ? 'Dataset ID' : 'Connection ID',
				(id: string) => ({ resource: 'dataflow', operation: 'getAll', filters: { [name]: id } }),
			] as [string, (id: string) => INodeParameters],
	),
];

describe('An ID', () => {
	it.each(FIELDS)('in %s is refused before anything is sent if it is none', async (label, of) => {
		for (const id of ['..', '.', 'a/b', '../flows', 'a\u200bb', '"a"', 'a,b', '*', 'é']) {
			const { error } = await runNode(local.credential(), { parameters: of(id) });
			expect(error?.message).toMatch(new RegExp(`^${label} is not a \\w+( \\w+)? ID$`));
			expect(error?.description).not.toContain('list');
			expect(local.adobe.journal).toEqual([]);
		}
	});

	it.each(FIELDS.filter(([label]) => label.endsWith(' ID') && label !== 'Dataset ID'))(
		'in %s, which has no list, points to none',
		async (_label, of) => {
			const { error } = await runNode(local.credential(), { parameters: of('={{ "" }}') });
			expect(error?.description ?? '').not.toMatch(/Choose an? .*from the list/);
		},
	);

	it('of a run that is not there points to no list', async () => {
		const parameters = { resource: 'run', operation: 'get', runId: 'nobody' };
		const { error } = await runNode(local.credential(), { parameters });
		expect(error?.message).toContain('no dataflow run with this ID');
		expect(error?.description).not.toContain('from the list');
	});
});

describe('A text that was cut within an emoji', () => {
	it.each<[string, INodeParameters]>([
		['Name', create({ name: '={{ "Landing \u{1f600}".slice(0, 9) }}' })],
		['Name', draft('create', 'c', 'x.csv', 'stores', { name: '={{ "\u{1f600}".slice(1) }}' })],
		[
			'Description',
			create({ additionalFields: { description: '={{ "\u{1f600}".slice(0, 1) }}' } }),
		],
		['Connection', { operation: 'get', connectionId: byId('={{ "\u{1f600}".slice(0, 1) }}') }],
	])('is refused in %s before anything is sent', async (label, parameters) => {
		const { error } = await runNode(local.credential(), { parameters });
		expect(error?.message).toMatch(new RegExp(`^Invalid ${label}: it contains half an emoji`));
		expect(error?.description).toContain('Cut it by whole characters');
		expect(local.adobe.journal).toEqual([]);
	});

	it('is taken if it is whole', async () => {
		const name = 'Landing \u{1f600} d\u00e9p\u00f4t';
		const { error } = await runNode(local.credential(), { parameters: create({ name }) });
		expect(error).toBeUndefined();
		expect(local.adobe.connections()[0]?.name).toBe(name);
	});
});
