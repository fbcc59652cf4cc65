import type { INodeParameters } from 'n8n-workflow';
import type { JournalEntry, LocalAdobe } from '../../../local/adobe';
import { DATASETS } from '../../../local/adobe/tenant/ids';

export const BUCKET = '/acme-landing';

/** Parameters of an operation on dataflows. */
export function dataflow(operation: string, more: INodeParameters = {}): INodeParameters {
	return { resource: 'dataflow', operation, ...more };
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** One file of the seeded bucket into a seeded dataset, mapped by name. */
export function draft(
	operation: 'create' | 'previewMapping' | 'upsert',
	connectionId: string,
	file: string,
	dataset: keyof typeof DATASETS,
	more: INodeParameters = {},
): INodeParameters {
	return dataflow(operation, {
		name: 'Stores',
		connectionId: byId(connectionId),
		pathType: 'file',
		path: { __rl: true, mode: 'path', value: `${BUCKET}/${file}` },
		datasetId: byId(DATASETS[dataset]),
		...more,
	});
}

export function one(operation: string, id: string, more: INodeParameters = {}): INodeParameters {
	return dataflow(operation, { dataflowId: byId(id), ...more });
}

/** Method and path below /data/foundation of the requests that Adobe received, in order. */
export function platformCalls({ journal }: LocalAdobe): JournalEntry[] {
	return journal.filter(({ path }) => path.startsWith('/data/foundation'));
}

export function lines(adobe: LocalAdobe): string[] {
	return platformCalls(adobe).map(
		({ method, path }) =>
			`${method} ${path.replace(/^\/data\/foundation\/(flowservice\/)?/, '').replace(/[0-9a-f-]{24,}|https%3A[^/]*/g, '…')}`,
	);
}

export function writes(adobe: LocalAdobe): string[] {
	return lines(adobe).filter((line) => !line.startsWith('GET'));
}
