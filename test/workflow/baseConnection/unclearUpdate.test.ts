import type { FaultRule } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { keySet, storedParams, updateToken } from '../cases';

const local = useLocalAdobe();
useBounds({ tries: 3, firstWait: 50 });

/** The first PATCH is carried out, and its answer lost. */
const lost: FaultRule = { kind: 'reset', method: 'PATCH', applied: true, times: 1 };

const CASES: Array<[what: string, faults: FaultRule[]]> = [
	['a read that fails', [lost, { kind: 'status', status: 400, method: 'GET', skip: 1 }]],
	['a read that finds nothing', [lost, { kind: 'status', status: 404, method: 'GET', skip: 1 }]],
	['a 401 that lasts', [lost, { kind: 'status', status: 401, method: 'PATCH' }]],
	[
		'a long Retry-After of the next PATCH',
		[lost, { kind: 'status', status: 429, retryAfter: '3600', method: 'PATCH' }],
	],
	[
		'a long Retry-After of the next read',
		[lost, { kind: 'status', status: 503, retryAfter: '3600', method: 'GET', skip: 1 }],
	],
	[
		'tries that are used up',
		[
			{ ...lost, times: 100 },
			{ kind: 'reset', method: 'GET', skip: 1 },
		],
	],
	['a refusal', [lost, { kind: 'status', status: 403, method: 'PATCH' }]],
];

describe('After an update whose answer was lost', () => {
	it.each(CASES)('%s reports that it may have been applied', async (_what, faults) => {
		const { adobe } = local;
		const { id } = adobe.seedConnection({ params: keySet(1) });
		adobe.set({ faults });
		const { error } = await runNode(local.credential(), {
			parameters: updateToken(id, keySet(2)),
		});
		expect(error).toBeDefined();
		expect(storedParams(adobe, id)).toEqual(keySet(2));
		expect(`${error?.message} ${error?.description}`).toMatch(/may have been (applied|updated)/);
	});

	it('the end of the execution by another item reports it too', async () => {
		const { adobe } = local;
		const [one, two] = [adobe.seedConnection().id, adobe.seedConnection().id];
		adobe.set({
			latencyMs: 30,
			faults: [
				{ ...lost, path: one },
				{ kind: 'status', status: 429, retryAfter: '3600', method: 'PATCH', path: two },
			],
		});
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const { error, json } = await runNode(local.credential(), {
				parameters: updateToken('={{ $json.id }}', { s3KeySource: 'credential' }),
				items: [{ id: one }, { id: two }],
				settings: { onError },
			});
			const text = error?.description ?? json.map((item) => item.error).join(' ');
			expect(text).toContain('asks to wait 3600 seconds');
			expect(text).toContain(`the connection ${one} may have been updated`);
			adobe.set({
				faults: [
					{ ...lost, path: one },
					{ kind: 'status', status: 429, retryAfter: '3600', method: 'PATCH', path: two },
				],
			});
		}
	});

	it('is not reported if a later try settled it', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		adobe.set({ faults: [{ ...lost, applied: false }] });
		const { error, hints } = await runNode(local.credential(), {
			parameters: updateToken(id, keySet(2)),
		});
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message).join()).not.toContain('may have been');
	});
});
