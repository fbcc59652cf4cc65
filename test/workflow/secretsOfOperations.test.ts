import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule, Settings } from '../../local/adobe';
import { DATASETS } from '../../local/adobe/tenant/ids';
import { resources } from '../../nodes/AdobeExperiencePlatform/node/resources';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { draft } from './dataflow/cases';
import { upload } from './dataset/cases';
import { useBounds } from '../support/bounds';
import { logged } from './logged';
import { searchRun } from './secretSearch';

const local = useLocalAdobe();
useBounds({ itemBudget: 3_000, lateCreate: 1_500, batchPause: 50 });
beforeEach(() => (logged.length = 0));

const on = (operation: string, more: INodeParameters = {}) =>
	['baseConnection', operation, more] as const;
const onFlow = (operation: string, more: INodeParameters = {}) =>
	['dataflow', operation, more] as const;
const onDataset = (operation: string, more: INodeParameters = {}) =>
	['dataset', operation, { datasetId: file.datasetId, ...more }] as const;
const onRun = (operation: string, more: INodeParameters = {}) => ['run', operation, more] as const;

const file = {
	name: 'Stores',
	path: { __rl: true, mode: 'path', value: '/acme-landing/stores/stores.csv.gz' },
	datasetId: { __rl: true, mode: 'id', value: DATASETS.stores },
};

/** Every operation that the other test of secrets does not have; each on one connection with the credential's keys. */
const operations = [
	on('upsert', { name: 'Landing' }),
	on('upsert', { name: 'New one' }),
	on('update', { updateFields: { description: 'new' }, removeFields: ['folderPath'] }),
	on('update', { updateFields: { description: 'new' }, options: { testAfterUpdate: true } }),
	on('get'),
	on('getAll', { returnAll: true }),
	on('delete'),
	on('test'),
	on('explore', { objectType: 'root' }),
	on('explore', { objectType: 'file', object: '/acme-landing/accounts.csv' }),
	onFlow('create', file),
	onFlow('upsert', file),
	onFlow('previewMapping', file),
	onFlow('update', { updateFields: { description: 'new' } }),
	onFlow('get'),
	onFlow('getAll', { returnAll: true }),
	onFlow('getHealth', { returnAll: true }),
	onFlow('enable'),
	onFlow('disable'),
	onFlow('delete'),
	onRun('start'),
	onRun('get'),
	onRun('getAll', { returnAll: true }),
	onRun('wait'),
	onRun('retry'),
	onRun('getFailedRecords'),
	onDataset('upload'),
	onDataset('getAll', { returnAll: true }),
	onDataset('getFields'),
	onDataset('getFailedRecords'),
];

/** A connection, and where the operation needs one a dataflow that reads with it and a run of it. */
async function parametersOf(
	resource: string,
	operation: string,
	more: INodeParameters,
): Promise<INodeParameters> {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const locator = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
	const parameters = { resource, operation, connectionId: locator(id), ...more };
	if (resource === 'baseConnection') return parameters;
	if (resource === 'dataset') return { batchId: await partialBatch(), ...parameters };
	const startTime = new Date(Date.now() + 3_600_000).toISOString();
	const made = draft('create', id, 'stores/stores.csv.gz', 'stores', { name: 'Made', startTime });
	const { json } = await runNode(local.credential(), { parameters: made });
	const flowId = String(json[0]?.id);
	const outcome = operation === 'retry' ? 'failed' : 'partialSuccess';
	const times = { startedAt: Date.now() - 9_000, completedAt: Date.now() - 1_000 };
	const run = local.adobe.seedRun({ flowId, outcome, ...times });
	local.adobe.journal.length = 0;
	return { dataflowId: locator(flowId), runId: run.id, ...parameters };
}

/** A batch of which Adobe refused a record. */
async function partialBatch(): Promise<string> {
	const lines = ['{"storeId":"S-1"}', '{"storeId":"S-2","active":"maybe"}'].join('\n');
	const data = Buffer.from(lines).toString('base64');
	const { json } = await runNode(local.credential(), {
		parameters: upload('stores', {
			inputType: 'binary',
			options: { partialIngestionPercent: 60 },
		}),
		binaries: [{ data: { data, mimeType: 'application/json', fileName: 'stores.jsonl' } }],
	});
	local.adobe.journal.length = 0;
	return String(json[0]?.batchId);
}

/** What an item of an upload brings; other operations take any. */
const items = [{ storeId: 'S-1' }];

it('All operations are searched for secrets, here or in the two other tests', () => {
	const here = operations.map(([resource, operation]) => `${resource} ${operation}`);
	const elsewhere = ['create', 'updateToken', 'updateCredentials'].map(
		(operation) => `baseConnection ${operation}`,
	);
	const all = Object.entries(resources).flatMap(([resource, entry]) =>
		Object.keys(entry.operations).map((operation) => `${resource} ${operation}`),
	);
	expect([...new Set([...here, ...elsewhere])].sort()).toEqual(all.sort());
});

describe.each(operations)('No secret shows in %s %s %j', (resource, operation, more) => {
	// What shows whole secrets, and pieces of them; the test of secrets has the other masks.
	it.each(['clear', 'partial'] as const)(
		'that goes well, the service masking like this: %s',
		async (maskStyle) => {
			const parameters = await parametersOf(resource, operation, more);
			const { error, json } = await searchRun(local, parameters, {
				settings: { maskStyle },
				items,
			});
			expect(error).toBeUndefined();
			expect(json.length).toBeGreaterThan(0);
		},
	);

	const path = resource === 'dataset' ? 'foundation' : 'flowservice';
	it.each<[string, FaultRule, Partial<Settings>, goesOn: boolean]>([
		['400 that quotes them', { kind: 'status', status: 400, path }, { echoSecrets: true }, false],
		['403', { kind: 'status', status: 403, path }, {}, true],
		['404', { kind: 'status', status: 404, path }, {}, false],
		['422', { kind: 'status', status: 422, path }, { echoSecrets: true }, true],
		['a page', { kind: 'html', status: 404, path }, {}, true],
		['a long pause', { kind: 'status', status: 429, retryAfter: '600', path }, {}, false],
	])('that fails for %s', async (_what, fault, settings, goesOn) => {
		const parameters = await parametersOf(resource, operation, more);
		const { error, json } = await searchRun(local, parameters, {
			settings: { faults: [fault], maskStyle: 'clear', ...settings },
			goesOn,
			items,
		});
		expect(error?.message ?? json[0]?.error).toMatch(/\S/);
	});
});
