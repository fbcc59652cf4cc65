/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests wait for what a service does by itself */
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { proxyTo } from '../support/proxy';
import { create, flowCalls, times } from './cases';

const local = useLocalAdobe();
const items = times(20, (index) => ({ name: `S3 ${index}` }));
const parameters = create({ name: '={{ $json.name }}' });

describe('An outage of IMS', () => {
	it('that refuses connections for seven seconds is waited for', async () => {
		const { adobe } = local;
		const ims = await proxyTo(adobe.url);
		setTimeout(() => void ims.open(), 7_000);
		const { error, json } = await runNode(local.credential({ imsUrl: ims.url }), {
			parameters,
			items,
		});
		await ims.close();
		expect(error).toBeUndefined();
		expect(json).toHaveLength(20);
		expect(adobe.connections()).toHaveLength(20);
	});

	it.each([
		['resets', { kind: 'reset' } as const],
		['503', { kind: 'status', status: 503 } as const],
		['429', { kind: 'status', status: 429 } as const],
		['pages of a proxy', { kind: 'html', status: 502 } as const],
	])('of seven seconds with %s is waited for', async (_what, fault) => {
		const { adobe } = local;
		adobe.set({ faults: [{ ...fault, path: '^/ims/', outageMs: 7_000, times: 1 }] });
		const { error } = await runNode(local.credential(), { parameters, items });
		expect(error).toBeUndefined();
		expect(adobe.connections()).toHaveLength(20);
	});

	it('amid a run, after its token was refused, is waited for', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 50 });
		setTimeout(() => {
			adobe.set({ faults: [{ kind: 'reset', path: '^/ims/', outageMs: 6_000, times: 1 }] });
			adobe.expireTokens();
		}, 150);
		const { error } = await runNode(local.credential(), { parameters, items });
		expect(error).toBeUndefined();
		expect(adobe.connections()).toHaveLength(20);
	});

	it('is not a refusal of the client, which is asked about once', async () => {
		const { adobe } = local;
		const { error } = await runNode(local.credential({ clientSecret: 'wrong' }), {
			parameters,
			items,
		});
		expect(error?.message).toContain('refuses the Client Secret');
		expect(adobe.imsRequests()).toBe(1);
		expect(flowCalls(adobe)).toEqual([]);
	});
});
