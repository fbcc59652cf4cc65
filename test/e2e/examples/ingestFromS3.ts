import type { LocalAdobe } from '../../../local/adobe';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { readExample } from '../../../local/demo';
import { errorOf, itemsOf } from '../../../local/n8n/runData';
import { storing } from '../../../local/tryOut';
import { variant } from '../support/workflows';
import { type ExampleTest, run } from './example';

const example = storing(readExample('ingest-from-s3.json'));
const LAST = 'Wait until the data has arrived';

/** The same line for other files of the seeded bucket, each into the dataset that it was made for. */
const FILES = [
	['ingestCsv', 'crm/profiles.csv', DATASETS.profiles],
	['ingestJson', 'crm/profiles.json', DATASETS.profiles],
	['ingestParquet', 'orders/2026/06/store-orders.parquet', DATASETS.orders],
] as const;

function posts({ journal }: LocalAdobe): string[] {
	return journal
		.filter(({ method, path }) => method === 'POST' && path !== '/ims/token/v3')
		.map(({ path }) => path.replace(/^\/data\/foundation\/(flowservice|conversion)\//, ''));
}

/** Lets the keys that n8n's credential holds have expired. */
function expireKeys({ demo, registerKeys }: LocalAdobe): void {
	registerKeys({
		accessKey: demo.s3AccessKey,
		secretKey: demo.s3SecretKey,
		sessionToken: demo.s3SessionToken,
		expiresAt: Date.now() - 1,
	});
}

export const ingestFromS3: ExampleTest = {
	workflows() {
		const others = FILES.map(([id, file, dataset]) =>
			variant(example, id, {
				Dataflow: {
					name: file,
					path: { __rl: true, mode: 'path', value: `/acme-landing/${file}` },
					datasetId: { __rl: true, mode: 'id', value: dataset },
				},
			}),
		);
		return [example, ...others];
	},
	tests(lab) {
		it('brings a gzipped file into a dataset, and makes nothing twice', async () => {
			const { adobe } = lab();
			const execution = await run(lab(), example.id);
			expect(errorOf(execution)?.message).toBeUndefined();
			expect(posts(adobe)).toEqual([
				'connections',
				'sourceConnections',
				'targetConnections',
				'mappingSets',
				'flows',
			]);
			expect(itemsOf(execution, 'Dataflow')[0]?.json).toMatchObject({
				created: true,
				unmapped: ['Manager Phone'],
			});
			const [{ json: arrived } = { json: {} }] = itemsOf(execution, LAST);
			expect(arrived).toMatchObject({
				status: 'success',
				dataflowName: 'Stores from S3',
				recordsRead: 4,
				recordsWritten: 4,
				recordsFailed: 0,
			});
			const again = await run(lab(), example.id);
			expect(itemsOf(again, 'Dataflow')[0]?.json).toMatchObject({ created: false, updated: [] });
			expect(itemsOf(again, LAST)[0]?.json).toMatchObject({ id: arrived.id });
			expect(posts(adobe)).toHaveLength(5);
		});

		it.each(FILES)('brings %s into its dataset, mapped by the names', async (id) => {
			const execution = await run(lab(), id);
			expect(errorOf(execution)?.message).toBeUndefined();
			expect(itemsOf(execution, LAST)[0]?.json).toMatchObject({ status: 'success' });
		});

		it('fails with the reason and what to do where the keys have expired', async () => {
			const { adobe } = lab();
			expireKeys(adobe);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('error');
			const { message, description } = errorOf(execution) ?? {};
			expect(`${message} ${String(description)}`).toMatch(/key|credential|Forbidden|Access/i);
		});
	},
};
