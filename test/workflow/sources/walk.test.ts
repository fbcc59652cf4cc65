import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { listConnections, runNode } from '../../support/engine';
import { findLeaks } from '../../support/leaks';
import { storedParams } from '../cases';
import {
	byId,
	METHODS,
	registerKeys,
	secretsOf,
	setOf,
	settingsOf,
	updateCredentials,
	whole,
} from './cases';

const local = useLocalAdobe();

async function run(parameters: INodeParameters) {
	const done = await runNode(local.credential(), { parameters });
	expect(done.error).toBeUndefined();
	return done;
}

/** Adobe hides nothing, so that whatever the node would let through shows. */
beforeEach(() => local.adobe.set({ maskStyle: 'clear' }));

/** Looks through folders as a user does, from where the connection begins. */
async function findFile(
	does: (parameters: INodeParameters) => Promise<IDataObject[]>,
	id: string,
): Promise<string[]> {
	const explore = { operation: 'explore', connectionId: byId(id) };
	const folders = await does({ ...explore, objectType: 'root' });
	for (const { type, path } of folders) {
		if (String(path).endsWith('customers.csv')) return [String(path)];
		if (type !== 'folder' || !/acme-landing|customers/.test(String(path))) continue;
		folders.push(...(await does({ ...explore, objectType: 'folder', object: String(path) })));
	}
	return [];
}

describe.each(METHODS)('$title', (of) => {
	const { source, method } = of;
	const [first, second] = [setOf(of, 1), setOf(of, 2)];
	const settings = settingsOf(of);
	const on = (id: string, operation: string, more: INodeParameters = {}) => ({
		operation,
		connectionId: byId(id),
		...more,
	});

	it('goes the whole way: create, read, test, explore, dataflow, new credentials, delete', async () => {
		registerKeys(local.adobe, first);
		registerKeys(local.adobe, second);
		const outputs: unknown[] = [];
		const does = async (parameters: INodeParameters) => {
			const { json, hints } = await run(parameters);
			outputs.push(json, hints);
			return json;
		};

		const [created] = await does(whole('create', of, first));
		const id = String(created?.id);
		expect(local.adobe.connection(id)).toMatchObject({
			name: of.title,
			connectionSpec: { id: source.specId, version: '1.0' },
			auth: { specName: method.specName },
		});
		expect(storedParams(local.adobe, id)).toEqual({ ...first, ...settings });
		expect(created?.updated).toEqual(['name', ...Object.keys({ ...first, ...settings })]);

		const isSecret = (name: string) =>
			method.credentials.some((one) => one.name === name && one.isSecret);
		const visible = Object.entries({ ...first, ...settings }).filter(([name]) => !isSecret(name));
		const [got] = await does(on(id, 'get'));
		expect(got).toMatchObject({ id, source: source.value, auth: { specName: method.specName } });
		expect((got?.auth as { params: object }).params).toEqual(Object.fromEntries(visible));

		local.adobe.seedConnection({ name: 'Of S3' });
		local.adobe.seedConnection({
			name: 'Of another connector',
			connectionSpec: { id: 'x', version: '1.0' },
		});
		const all = await does({ operation: 'getAll', returnAll: true });
		expect(all.map(({ name }) => name)).toEqual(['Of S3', of.title]);
		const filtered = await does({ operation: 'getAll', filters: { source: source.value } });
		expect(filtered.map((one) => one.source)).toEqual(filtered.map(() => source.value));
		expect(filtered.map((one) => one.id)).toContain(id);
		const { results } = await listConnections(local.credential(), { parameters: on(id, 'get') });
		expect(results).toContainEqual({ name: `${of.title} (${source.label})`, value: id });

		expect(await does(on(id, 'test'))).toMatchObject([{ id, canRead: true, result: true }]);
		const [file] = await findFile(does, id);
		expect(file).toMatch(/customers\/customers\.csv$/);

		const [flow] = await does({
			resource: 'dataflow',
			operation: 'create',
			name: 'Customers',
			connectionId: byId(id),
			pathType: 'file',
			path: {
				__rl: true,
				mode: 'path',
				value: String(file),
			},
			datasetId: byId(DATASETS.profiles),
		});
		expect(local.adobe.sourceConnections()[0]).toMatchObject({
			baseConnectionId: id,
			connectionSpec: { id: source.specId },
		});

		if (method.credentials.length > 0) {
			const [updated] = await does(updateCredentials(id, of, second, { testAfterUpdate: true }));
			expect(updated).toMatchObject({ id, updated: Object.keys(second), testResult: true });
			expect(storedParams(local.adobe, id)).toEqual({ ...second, ...settings });
		}

		await does(whole('upsert', of, second, 'new'));
		expect(local.adobe.connection(id)?.description).toBe('new');
		expect(storedParams(local.adobe, id)).toEqual({ ...second, ...settings });

		const { error } = await runNode(local.credential(), { parameters: on(id, 'delete') });
		expect(error?.description).toContain('Used by: "Customers"');
		await does({ resource: 'dataflow', operation: 'delete', dataflowId: byId(String(flow?.id)) });
		expect(await does(on(id, 'delete'))).toEqual([{ deleted: true }]);
		expect(local.adobe.connection(id)).toBeUndefined();

		const secrets = [...secretsOf(of, first), ...secretsOf(of, second)];
		expect(findLeaks({ outputs, error }, secrets)).toEqual([]);
	}, 60_000);
});
