import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { LocalAdobe } from '../../../local/adobe';
import { DATASETS } from '../../../local/adobe/tenant/ids';

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Parameters of an operation on datasets. */
export function dataset(operation: string, more: INodeParameters = {}): INodeParameters {
	return { resource: 'dataset', operation, ...more };
}

/** All items as one batch of a dataset. */
export function upload(name: keyof typeof DATASETS, more: INodeParameters = {}): INodeParameters {
	return dataset('upload', { datasetId: byId(DATASETS[name]), ...more });
}

/** An order as a form or a sheet returns it. */
export function order(number: number, changes: IDataObject = {}): IDataObject {
	return {
		_id: `order-${number}`,
		timestamp: '2026-06-01T10:00:00Z',
		'Order ID': `A-${number}`,
		customerId: `C-${number}`,
		quantity: String(number),
		total: '12.50',
		paid: 'yes',
		channel: 'Online',
		...changes,
	};
}

/** Method and path of the requests that Adobe received, without what differs between executions. */
export function requests({ journal }: LocalAdobe): string[] {
	return journal
		.filter(({ path }) => path.startsWith('/data/foundation'))
		.map(
			({ method, path, query }) =>
				`${method} ${path
					.replace('/data/foundation/', '')
					.replace(/[0-9A-Z]{26}|[0-9a-f]{24}|https%3A[^/]*/g, '…')}${
					query.startsWith('action') ? `?${query}` : ''
				}`,
		);
}

export function writes(adobe: LocalAdobe): string[] {
	return requests(adobe).filter((line) => !line.startsWith('GET') && !line.startsWith('HEAD'));
}
