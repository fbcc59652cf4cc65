import type { INodeParameters } from 'n8n-workflow';
import type { FaultRule, Settings } from '../../local/adobe';
import * as baseConnection from '../../nodes/AdobeExperiencePlatform/actions/baseConnection';
import { useLocalAdobe } from '../support/adobe';
import { logged } from './logged';
import { searchRun } from './secretSearch';

const local = useLocalAdobe();
beforeEach(() => (logged.length = 0));

const on = (operation: string, more: INodeParameters = {}) => [operation, more] as const;

/** Every operation that the other test of secrets does not have; each on one connection with the credential's keys. */
const operations = [
	on('upsert', { name: 'Landing' }),
	on('upsert', { name: 'New one' }),
	on('update', { updateFields: { description: 'new' }, removeFields: ['folderPath'] }),
	on('update', { updateFields: { description: 'new' }, options: { testAfterUpdate: true } }),
	on('get'),
	on('getAll', { returnAll: true }),
	on('delete'),
	on('test'),
	on('explore', { objectType: 'root' }),
	on('explore', { objectType: 'file', object: '/acme-landing/accounts.csv' }),
];

function parametersOf(operation: string, more: INodeParameters): INodeParameters {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	return { operation, connectionId: { __rl: true, mode: 'id', value: id }, ...more };
}

it('All operations are searched for secrets, here or in the other test', () => {
	const here = operations.map(([operation]) => operation);
	const searched = new Set([...here, 'create', 'updateToken']);
	expect([...searched].sort()).toEqual(Object.keys(baseConnection.operations).sort());
});

describe.each(operations)('No secret shows in %s %j', (operation, more) => {
	it.each(['stars', 'removed', 'placeholder', 'clear', 'partial'] as const)(
		'that goes well, the service masking like this: %s',
		async (maskStyle) => {
			const parameters = parametersOf(operation, more);
			const { error, json } = await searchRun(local, parameters, { settings: { maskStyle } });
			expect(error).toBeUndefined();
			expect(json.length).toBeGreaterThan(0);
		},
	);

	const path = 'flowservice';
	it.each<[string, FaultRule, Partial<Settings>]>([
		['400 that quotes them', { kind: 'status', status: 400, path }, { echoSecrets: true }],
		['403', { kind: 'status', status: 403, path }, {}],
		['404', { kind: 'status', status: 404, path }, {}],
		['422', { kind: 'status', status: 422, path }, { echoSecrets: true }],
		['a page', { kind: 'html', status: 404, path }, {}],
		['a long pause', { kind: 'status', status: 429, retryAfter: '600', path }, {}],
	])('that fails for %s', async (_what, fault, settings) => {
		const parameters = parametersOf(operation, more);
		for (const goesOn of [false, true]) {
			const { error, json } = await searchRun(local, parameters, {
				settings: { faults: [fault], maskStyle: 'clear', ...settings },
				goesOn,
			});
			expect(error?.message ?? json[0]?.error).toMatch(/\S/);
		}
	});
});
