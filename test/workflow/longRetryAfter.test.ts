import type { FaultRule } from '../../local/adobe';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, flowCalls, times, updateToken } from './cases';

const local = useLocalAdobe();

const CASES: Array<[what: string, fault: Omit<FaultRule, 'kind'>]> = [
	['a create answered 429', { method: 'POST', status: 429 }],
	['a create answered 503', { method: 'POST', status: 503 }],
	['a read answered 429', { method: 'GET', status: 429 }],
	['a read answered 503', { method: 'GET', status: 503 }],
	['an update answered 429', { method: 'PATCH', status: 429 }],
	['an update answered 503', { method: 'PATCH', status: 503 }],
];

describe('A long Retry-After', () => {
	it.each(CASES)(
		'ends the run of 500 items that continue on failure, at once (%s)',
		async (_what, fault) => {
			const { adobe } = local;
			const ids = times(500, () => adobe.seedConnection().id);
			adobe.set({
				faults: [{ kind: 'status', retryAfter: '3600', path: 'flowservice', ...fault }],
			});
			const started = Date.now();
			const { json, error } = await runNode(local.credential(), {
				parameters:
					fault.method === 'POST'
						? create({ name: '={{ $json.id }}' })
						: updateToken('={{ $json.id }}', { s3KeySource: 'credential' }),
				items: ids.map((id) => ({ id })),
				settings: { onError: 'continueRegularOutput' },
			});
			expect(Date.now() - started).toBeLessThan(20_000);
			expect(error).toBeUndefined();
			expect(json).toHaveLength(500);
			const messages = new Set(
				json.map((item) => String(item.error).replace(/ (An earlier|Whether).*/, '')),
			);
			for (const message of messages) expect(message).toContain('asks to wait 3600 seconds');
			expect(messages.size).toBeLessThanOrEqual(2);
			expect(flowCalls(adobe).length).toBeLessThanOrEqual(15);
		},
		20_000,
	);

	it('of a 503 to a create reports that it may have been carried out', async () => {
		const { adobe } = local;
		adobe.set({
			faults: [
				{
					kind: 'status',
					status: 503,
					retryAfter: '3600',
					method: 'POST',
					path: 'flowservice',
					applied: true,
				},
			],
		});
		const { error } = await runNode(local.credential(), { parameters: create() });
		expect(error?.description).toContain('asks to wait 3600 seconds');
		expect(error?.description).toContain('the connection "S3 one" may have been created');
	});
});
