import type { INodeParameters } from 'n8n-workflow';
import { DATASETS } from '../../local/adobe/tenant/ids';
import type { Local } from '../support/adobe';
import { runNode } from '../support/engine';
import { draft } from './dataflow/cases';
import { upload } from './dataset/cases';

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

/** Every operation but those that only write keys, in each way that takes another road; on one connection with the credential's keys. */
export const operations = [
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

/** A connection, and if the operation needs one, a dataflow that reads with it and a run of it. */
export async function parametersOf(
	local: Pick<Local, 'adobe' | 'credential'>,
	resource: string,
	operation: string,
	more: INodeParameters,
): Promise<INodeParameters> {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const locator = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
	const parameters = { resource, operation, connectionId: locator(id), ...more };
	if (resource === 'baseConnection') return parameters;
	if (resource === 'dataset') return { batchId: await partialBatch(local), ...parameters };
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
async function partialBatch(local: Pick<Local, 'adobe' | 'credential'>): Promise<string> {
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
export const items = [{ storeId: 'S-1' }];
