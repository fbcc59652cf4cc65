import type { INodeParameters } from 'n8n-workflow';
import { FAULTY_DAY } from '../../../local/adobe/tenant/orders';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { draft } from '../dataflow/cases';

const local = useLocalAdobe();
const ROWS = 100_000;

const run = async (operation: string, more: INodeParameters) =>
	await runNode(local.credential(), { parameters: { resource: 'run', operation, ...more } });

/**
 * A run whose batch has a file of about 70 MB of failed records, which is never in memory. Counts how much is sent.
 */
async function runWithLargeFile(): Promise<{ runId: string; made: () => number }> {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const more = { additionalFields: { partialIngestionPercent: 90 } };
	const flow = await runNode(local.credential(), {
		parameters: draft('create', id, `daily/${FAULTY_DAY}.csv`, 'orders', more),
	});
	if (flow.error) throw flow.error;
	const ended = await run('wait', {
		waitFor: 'dataflow',
		dataflowId: { __rl: true, mode: 'id', value: String(flow.json[0]?.id) },
	});
	if (ended.error) throw ended.error;
	const [batch] = local.adobe.batches();
	if (!batch) throw new Error('the run left no batch');
	let made = 0;
	batch.failedRows = [];
	batch.madeRows = {
		count: ROWS,
		row(index) {
			made++;
			const row = { index, id: 'x'.repeat(600) };
			return { file: FAULTY_DAY, row, errors: [{ code: 'INGEST-1555-400', message: 'Missing.' }] };
		},
	};
	return { runId: String(ended.json[0]?.id), made: () => made };
}

it('Failed records of a large file come without the rest of it', async () => {
	const { runId, made } = await runWithLargeFile();
	const { error, json } = await run('getFailedRecords', { runId, limit: 50 });
	expect(error).toBeUndefined();
	expect(json.map(({ record }) => (record as { index: number }).index)).toEqual(
		Array.from({ length: 50 }, (_, index) => index),
	);
	// Buffers, such as those of sockets, hold a few MB more than is read.
	expect(made()).toBeLessThan(ROWS / 2);
});
