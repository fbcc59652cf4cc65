import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, flowCalls } from './cases';

const local = useLocalAdobe();

describe('The sandbox', () => {
	it('is the credential’s, or that of the option, for each item', async () => {
		await runNode(local.credential(), {
			parameters: create({ options: { sandboxName: '={{ $json.sandbox }}' } }),
			items: [{ sandbox: '' }, { sandbox: 'prod' }],
		});
		expect(local.adobe.connections().map(({ sandboxName }) => sandboxName)).toEqual([
			'dev',
			'prod',
		]);
	});

	it('named by the option as in the credential is the same: creates of one name stay in line', async () => {
		local.adobe.set({ latencyMs: 100 });
		await runNode(local.credential(), {
			parameters: create({ options: { sandboxName: '={{ $json.sandbox }}' } }),
			items: [{ sandbox: 'dev' }, { sandbox: '' }, { sandbox: 'dev' }],
		});
		const starts = flowCalls(local.adobe).map(({ at }) => at);
		const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(95);
	});
});
