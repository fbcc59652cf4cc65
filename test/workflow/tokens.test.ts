import { sleep } from 'n8n-workflow';
import { useLocalAdobe } from '../support/adobe';
import type { CredentialStore } from '../support/credentialStore';
import { runNode } from '../support/engine';
import { create, flowCalls, times } from './cases';

const local = useLocalAdobe();

/** Twenty executions side by side, all of which succeed. */
async function runTwentyAtOnce(credential: CredentialStore): Promise<void> {
	const runs = await Promise.all(
		times(
			20,
			async (number) => await runNode(credential, { parameters: create({ name: `S3 ${number}` }) }),
		),
	);
	expect(runs.map(({ error }) => error?.message)).toEqual(times(20, () => undefined));
}

describe('Access tokens', () => {
	it('cost one more IMS request if one ends in the middle of 300 items', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 10 });
		const expire = async () => {
			while (adobe.connections().length < 120) await sleep(5);
			adobe.expireTokens();
		};
		const [{ error, json }] = await Promise.all([
			runNode(local.credential(), {
				parameters: create({ name: '={{ $json.name }}', options: { maxConcurrency: 20 } }),
				items: times(300, (index) => ({ name: `S3 ${index}` })),
			}),
			expire(),
		]);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(300);
		expect(adobe.connections()).toHaveLength(300);
		expect(adobe.imsRequests()).toBe(2);
	});

	it('cost one IMS request for parallel executions on a fresh credential', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await runTwentyAtOnce(credential);
		expect(adobe.imsRequests()).toBe(1);
	});

	it('cost one IMS request for parallel executions whose token has ended', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await runNode(credential, { parameters: create() });
		adobe.expireTokens();
		await runTwentyAtOnce(credential);
		expect(adobe.imsRequests()).toBe(2);
	});

	it('are asked for once if 401 lasts, however many items there are', async () => {
		const { adobe } = local;
		adobe.set({ faults: [{ kind: 'status', status: 401, path: 'flowservice' }] });
		const { json } = await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}' }),
			items: times(50, (index) => ({ name: `S3 ${index}` })),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json).toHaveLength(50);
		for (const { error } of json) expect(error).toMatch(/does not accept the access token/);
		expect(adobe.imsRequests()).toBeLessThanOrEqual(2);
		expect(flowCalls(adobe).length).toBeLessThanOrEqual(4);
	});
});
