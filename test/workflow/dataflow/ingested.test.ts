import type { INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { draft } from './cases';

const local = useLocalAdobe();

/** Looks until the dataflow has run, however long that takes. */
async function records() {
	for (;;) {
		const batch = local.adobe.batches().find(({ completedAt }) => completedAt !== undefined);
		if (batch) return batch;
		await sleep(20);
	}
}

describe('A file as it is', () => {
	it.each<
		[what: string, content: Buffer | string, dataset: 'stores' | 'orders', more: INodeParameters]
	>([
		['in ISO-8859-1', Buffer.from('storeId,city,Größe\nS-1,Zürich,3\n', 'latin1'), 'stores', {}],
		['with semicolons and a mark', '\uFEFFstoreId;city\nS-1;Riga\n', 'stores', {}],
		[
			'of events without ID and time',
			'orderId,customerId,when,total\nO-1,C-1,31/12/2026,1.5\n',
			'orders',
			{
				mapping: 'automaticAndPairs',
				mappings: {
					pair: [{ source: 'uuid()', destination: '_id' }],
					calculated: [
						{ expression: 'date(when, "dd/MM/yyyy")', destination: 'timestamp' },
						{ expression: '"web"', destination: 'eventType' },
					],
				},
			},
		],
	])('%s is ingested whole', async (_what, content, dataset, more) => {
		await local.adobe.putFile('real.csv', content);
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const parameters = draft('create', id, 'real.csv', dataset, more);
		const { error } = await runNode(local.credential(), { parameters });
		expect(error?.message).toBeUndefined();
		const { records: counts, failedRows } = await records();
		expect(failedRows).toEqual([]);
		expect(counts).toEqual({ input: 1, output: 1, failed: 0 });
	});
});
