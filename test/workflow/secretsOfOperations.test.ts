import type { FaultRule, Settings } from '../../local/adobe';
import { resources } from '../../nodes/AdobeExperiencePlatform/node/resources';
import { useLocalAdobe } from '../support/adobe';
import { items, operations, parametersOf } from './everyOperation';
import { useBounds } from '../support/bounds';
import { logged } from './logged';
import { searchRun } from './secretSearch';

const local = useLocalAdobe();
useBounds({ itemBudget: 3_000, lateCreate: 1_500, batchPause: 50 });
beforeEach(() => (logged.length = 0));

it('All operations are searched for secrets, here or in the two other tests', () => {
	const here = operations.map(([resource, operation]) => `${resource} ${operation}`);
	const elsewhere = ['create', 'updateToken', 'updateCredentials'].map(
		(operation) => `baseConnection ${operation}`,
	);
	const all = Object.entries(resources).flatMap(([resource, entry]) =>
		Object.keys(entry.operations).map((operation) => `${resource} ${operation}`),
	);
	expect([...new Set([...here, ...elsewhere])].sort()).toEqual(all.sort());
});

describe.each(operations)('No secret shows in %s %s %j', (resource, operation, more) => {
	// What shows whole secrets, and pieces of them; the test of secrets has the other masks.
	it.each(['clear', 'partial'] as const)(
		'that goes well, the service masking like this: %s',
		async (maskStyle) => {
			const parameters = await parametersOf(local, resource, operation, more);
			const { error, json } = await searchRun(local, parameters, {
				settings: { maskStyle },
				items,
			});
			expect(error).toBeUndefined();
			expect(json.length).toBeGreaterThan(0);
		},
	);

	const path = resource === 'dataset' ? 'foundation' : 'flowservice';
	it.each<[string, FaultRule, Partial<Settings>, goesOn: boolean]>([
		['400 that quotes them', { kind: 'status', status: 400, path }, { echoSecrets: true }, false],
		['403', { kind: 'status', status: 403, path }, {}, true],
		['404', { kind: 'status', status: 404, path }, {}, false],
		['422', { kind: 'status', status: 422, path }, { echoSecrets: true }, true],
		['a page', { kind: 'html', status: 404, path }, {}, true],
		['a long pause', { kind: 'status', status: 429, retryAfter: '600', path }, {}, false],
	])('that fails for %s', async (_what, fault, settings, goesOn) => {
		const parameters = await parametersOf(local, resource, operation, more);
		const { error, json } = await searchRun(local, parameters, {
			settings: { faults: [fault], maskStyle: 'clear', ...settings },
			goesOn,
			items,
		});
		expect(error?.message ?? json[0]?.error).toMatch(/\S/);
	});
});
