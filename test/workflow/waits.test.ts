import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { callLines, create, flowCalls, keySet, times, updateToken } from './cases';

const local = useLocalAdobe();

describe('A pause that the service asks for', () => {
	it.each(['31', '3600', new Date(Date.now() + 3_600_000).toUTCString()])(
		'beyond the bound (%s) is explained and not waited for',
		async (retryAfter) => {
			const { adobe } = local;
			adobe.set({ faults: [{ kind: 'status', status: 429, retryAfter, path: 'flowservice' }] });
			const { error } = await runNode(local.credential(), { parameters: create() });
			expect(error?.message).toBe('Adobe receives too many requests from this credential');
			expect(error?.description).toMatch(
				/The service asks to wait \d+ seconds, longer than the 30 seconds that this node waits, so nothing more was sent\./,
			);
			expect(callLines(adobe)).toEqual(['POST ']);
		},
	);

	it.each(['1', new Date(0).toUTCString()])('of %s is kept', async (retryAfter) => {
		const { adobe } = local;
		adobe.set({
			faults: [{ kind: 'status', status: 429, retryAfter, times: 1, path: 'flowservice' }],
		});
		const { error } = await runNode(local.credential(), { parameters: create() });
		expect(error).toBeUndefined();
		const [first, second] = flowCalls(adobe);
		const wait = (second?.at ?? 0) - (first?.at ?? 0);
		expect(wait).toBeGreaterThanOrEqual(retryAfter === '1' ? 990 : 0);
		expect(wait).toBeLessThan(10_000);
	});

	it('holds back every item', async () => {
		const { adobe } = local;
		adobe.set({
			latencyMs: 20,
			faults: [
				{ kind: 'status', status: 429, retryAfter: '1', skip: 4, times: 1, path: 'flowservice' },
			],
		});
		const { error, hints } = await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}' }),
			items: times(20, (index) => ({ name: `S3 ${index}` })),
		});
		expect(error).toBeUndefined();
		const calls = flowCalls(adobe);
		const refusedAt = calls.find(({ status }) => status === 429)?.at ?? 0;
		const meanwhile = calls.filter(({ at }) => at > refusedAt + 200 && at < refusedAt + 990);
		expect(meanwhile).toEqual([]);
		expect(adobe.connections()).toHaveLength(20);
		expect(hints[0]?.message).toContain('the service asked for 1 s of pauses');
	});
});

describe('A passing failure', () => {
	it.each(['reset', 'html', 'empty', 'halfBody'] as const)(
		'of a read is retried: %s',
		async (kind) => {
			const { adobe } = local;
			const { id } = adobe.seedConnection();
			adobe.set({ faults: [{ kind, method: 'GET', times: 1 }] });
			const { error } = await runNode(local.credential(), {
				parameters: updateToken(id, keySet(1)),
			});
			expect(error).toBeUndefined();
			expect(callLines(adobe)).toEqual([`GET /${id}`, `GET /${id}`, `PATCH /${id}`]);
		},
	);

	it.each([408, 500, 502, 503, 504])('of a write with If-Match is retried: %i', async (status) => {
		const { adobe } = local;
		const { id, etag } = adobe.seedConnection();
		adobe.set({ faults: [{ kind: 'status', status, method: 'PATCH', times: 1 }] });
		const { error, hints } = await runNode(local.credential(), {
			parameters: updateToken(id, { ...keySet(1), options: { etag } }),
		});
		expect(error).toBeUndefined();
		expect(callLines(adobe)).toEqual([`PATCH /${id}`, `PATCH /${id}`]);
		expect(hints[0]?.message).toBe('Of 2 requests 1 had to be retried.');
	});

	it('is waited for with growing pauses', async () => {
		const { adobe } = local;
		const { id, etag } = adobe.seedConnection();
		adobe.set({ faults: [{ kind: 'status', status: 503, method: 'PATCH', times: 2 }] });
		await runNode(local.credential(), {
			parameters: updateToken(id, { ...keySet(1), options: { etag } }),
		});
		const [first = 0, second = 0, third = 0] = flowCalls(adobe).map(({ at }) => at);
		expect(second - first).toBeGreaterThanOrEqual(490);
		expect(second - first).toBeLessThan(5_000);
		expect(third - second).toBeGreaterThanOrEqual(990);
		expect(third - second).toBeLessThan(5_000);
	});
});
