import { logged } from './logged';
import { sleep } from 'n8n-workflow';
import type { FaultRule } from '../../local/adobe';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { useLocalAdobe } from '../support/adobe';
import { runNode, type RunOptions } from '../support/engine';
import { create, flowCalls, times } from './cases';

const local = useLocalAdobe();
beforeEach(() => (logged.length = 0));

const execute = jest.spyOn(AdobeExperiencePlatform.prototype, 'execute');
beforeEach(() => execute.mockClear());

/** How the node itself ended: n8n keeps nothing of a node in a cancelled run. */
const ending = async () => await execute.mock.results[0]?.value;

/** Runs creates under faults, cancels after a while, and measures the time from then. */
async function cancelled(
	faults: FaultRule[],
	settings: RunOptions['settings'] = {},
): Promise<{ tookMs: number; calls: number }> {
	const { adobe } = local;
	adobe.set({ faults });
	let at = Infinity;
	await runNode(local.credential(), {
		parameters: create({ name: '={{ $json.name }}' }),
		items: times(20, (index) => ({ name: `S3 ${index}` })),
		settings,
		onStart: (cancel) => {
			void sleep(300).then(() => {
				at = Date.now();
				cancel();
			});
		},
	}).catch(() => undefined);
	const tookMs = Date.now() - at;
	// A run that had ended by itself would seem to end at once.
	expect(Number.isFinite(at)).toBe(true);
	// What was on its way when the user cancelled still arrives.
	await sleep(300);
	const calls = flowCalls(adobe).length;
	await sleep(1_200);
	expect(flowCalls(adobe)).toHaveLength(calls);
	return { tookMs, calls };
}

describe('Cancelling the execution', () => {
	it.each<[what: string, faults: FaultRule[]]>([
		['a request that hangs', [{ kind: 'hang', path: 'flowservice' }]],
		['a token request that hangs', [{ kind: 'hang', path: '/ims/' }]],
		[
			'the wait for another try',
			[{ kind: 'status', status: 503, retryAfter: '20', path: 'flowservice' }],
		],
		[
			'a pause that the service asked for',
			[{ kind: 'status', status: 429, retryAfter: '20', path: 'flowservice' }],
		],
	])('ends %s at once, and sends nothing more', async (_what, faults) => {
		const { tookMs } = await cancelled(faults);
		expect(tookMs).toBeLessThan(10_000);
		expect(logged.join()).toContain('The execution was cancelled');
		await expect(ending()).rejects.toThrow('The execution was cancelled');
	});

	it('ends requests that hang in every lane at once, sends nothing more, and names what was created', async () => {
		const { tookMs } = await cancelled([{ kind: 'hang', path: 'flowservice', skip: 1 }]);
		expect(tookMs).toBeLessThan(10_000);
		const [connection] = local.adobe.connections();
		await expect(ending()).rejects.toMatchObject({
			message: 'The execution was cancelled',
			description: `Before it stopped, this execution created: ${connection?.id}.`,
		});
	});

	it('begins no other item if failures are to be passed on', async () => {
		const { calls } = await cancelled([{ kind: 'hang', path: 'flowservice', skip: 1 }], {
			onError: 'continueRegularOutput',
		});
		expect(calls).toBe(6);
	});
});
