import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule, Settings } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { findLeaks } from '../../support/leaks';
import { flowCalls } from '../cases';
import { logged } from '../logged';
import {
	heldSet,
	keysFrom,
	registerKeys,
	secretsOf,
	seedOf,
	setOf,
	updateCredentials,
	whole,
	WITH_CREDENTIALS,
	type MethodCase,
} from './cases';

const local = useLocalAdobe();
useBounds({ itemBudget: 3_000, lateCreate: 1_500 });
beforeEach(() => (logged.length = 0));

/** The parameters take every secret from the item, as those of a user do. */
function fromItem(parameters: INodeParameters, set: object): INodeParameters {
	const fields = Object.keys(set).map((name) => [name, `={{ $json.${name} }}`] as const);
	return { ...parameters, ...Object.fromEntries(fields) };
}

const seed = (of: MethodCase) => seedOf(local.adobe, of, 'Seeded').id;

const OPERATIONS: Array<[string, (of: MethodCase) => INodeParameters]> = [
	['create', (of) => fromItem(whole('create', of), setOf(of, 2))],
	['upsert', (of) => fromItem(whole('upsert', of), setOf(of, 2))],
	[
		'updateCredentials',
		(of) => fromItem(updateCredentials(seed(of), of, {}, { testAfterUpdate: true }), setOf(of, 2)),
	],
	[
		'get',
		(of) => ({ operation: 'get', connectionId: { __rl: true, mode: 'id', value: seed(of) } }),
	],
	['getAll', (of) => (seed(of), { operation: 'getAll', returnAll: true })],
	[
		'create with the keys of the credential',
		(of) => ({ ...whole('create', of, {}), ...keysFrom(of, 'credential') }),
	],
];

/** Runs it and looks everywhere for the secrets of the item and of what is stored. */
async function search(
	of: MethodCase,
	parameters: INodeParameters,
	settings: Partial<Settings>,
	goesOn = false,
) {
	local.adobe.set(settings);
	registerKeys(local.adobe, setOf(of, 2));
	const run = await runNode(local.credential(heldSet(of, setOf(of, 2))), {
		parameters,
		items: [setOf(of, 2)],
		settings: goesOn ? { onError: 'continueRegularOutput' } : {},
	});
	const { taskData, error, outputs, hints } = run;
	const secrets = [1, 2].flatMap((number) => secretsOf(of, setOf(of, number)));
	expect(secrets.length).toBeGreaterThanOrEqual(2);
	expect(findLeaks({ taskData, error, outputs, hints, logged }, secrets)).toEqual([]);
	return run;
}

describe.each(WITH_CREDENTIALS)('No secret of $title shows', (of) => {
	it('in what other operations return, if the credential holds it', async () => {
		const set = setOf(of, 2);
		const secrets = secretsOf(of, set);
		const { id } = local.adobe.seedConnection({ name: `Landing ${secrets.join(' ')}` });
		for (const operation of ['get', 'test'] as const) {
			const run = await runNode(local.credential(heldSet(of, set)), {
				parameters: { operation, connectionId: { __rl: true, mode: 'id', value: id } },
			});
			expect(run.json[0]?.name).toContain('Landing ***');
			const { taskData, error, outputs, hints } = run;
			expect(findLeaks({ taskData, error, outputs, hints, logged }, secrets)).toEqual([]);
		}
	});

	describe.each(OPERATIONS)('in %s', (operation, parametersOf) => {
		it.each(['stars', 'removed', 'placeholder', 'clear', 'partial'] as const)(
			'that goes well, the service masking like this: %s',
			async (maskStyle) => {
				const { json } = await search(of, parametersOf(of), { maskStyle });
				expect(json.length).toBeGreaterThan(0);
				const sent = JSON.stringify(flowCalls(local.adobe).map(({ body }) => body));
				const isWrite = !operation.startsWith('get');
				// The search would find nothing if nothing was there to be found.
				for (const secret of secretsOf(of, setOf(of, 2))) {
					expect(sent.includes(JSON.stringify(encodeURI(secret)).slice(1, 8))).toBe(isWrite);
				}
			},
		);

		const path = 'flowservice';
		it.each<[string, FaultRule, Partial<Settings>, goesOn: boolean]>([
			['400 that quotes them', { kind: 'status', status: 400, path }, { echoSecrets: true }, false],
			['422', { kind: 'status', status: 422, path }, { echoSecrets: true }, true],
			['403', { kind: 'status', status: 403, path }, {}, true],
			['a page', { kind: 'html', status: 404, path }, {}, false],
		])('that fails for %s', async (_what, fault, settings, goesOn) => {
			const asked = { faults: [fault], maskStyle: 'clear' as const, ...settings };
			const { error, json } = await search(of, parametersOf(of), asked, goesOn);
			expect(error?.message ?? json[0]?.error).toMatch(/\S/);
		});
	});
});
