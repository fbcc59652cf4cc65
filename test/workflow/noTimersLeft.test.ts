/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the test cancels after a while */
import { sleep } from 'n8n-workflow';
import type { FaultRule } from '../../local/adobe';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, times, updateToken } from './cases';

const local = useLocalAdobe();

const CASES: Array<[what: string, fault: FaultRule, operation: 'create' | 'update']> = [
	[
		'a pause that the service asks for',
		{ kind: 'status', status: 429, retryAfter: '30' },
		'create',
	],
	['a growing pause', { kind: 'status', status: 503 }, 'update'],
	['the wait after an unclear create', { kind: 'reset' }, 'create'],
];

describe('A cancelled wait leaves no timer behind', () => {
	it.each(CASES)('%s', async (_what, fault, operation) => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const run = async (cancelAfter?: number) => {
			return await runNode(local.credential(), {
				parameters:
					operation === 'create'
						? create({ name: '={{ $json.name }}' })
						: updateToken(id, { s3KeySource: 'credential' }),
				items: times(20, (index) => ({ name: `S3 ${index}` })),
				...(cancelAfter && { onStart: (cancel) => void setTimeout(cancel, cancelAfter) }),
			}).catch(() => undefined);
		};
		// What n8n-core starts with its first run stays.
		await run();
		const before = jest.getTimerCount();
		adobe.set({ faults: [{ ...fault, path: 'flowservice' }] });
		const started = Date.now();
		await run(1_500);
		expect(Date.now() - started).toBeLessThan(10_000);
		await sleep(500);
		expect(jest.getTimerCount()).toBeLessThanOrEqual(before);
		const { length } = adobe.journal;
		await sleep(1_500);
		expect(adobe.journal).toHaveLength(length);
	});
});
