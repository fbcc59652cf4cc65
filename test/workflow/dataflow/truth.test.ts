import type { INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, lines, one, writes } from './cases';

const local = useLocalAdobe();
useBounds({ firstWait: 50, settlePause: 50 });

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const upsert = (id: string, more: INodeParameters = {}) =>
	draft('upsert', id, 'real.csv', 'stores', more);
const source = () => {
	const [first] = local.adobe.sourceConnections();
	if (!first) throw new Error('There is no source connection');
	return first;
};

describe('Create or Update compares how the dataflow reads', () => {
	const SEMICOLONS = 'storeId;city\nS-1;Riga\n';

	it.each<[what: string, stored: object, differs: RegExp | undefined]>([
		['the delimiter that the file has', { columnDelimiter: ';' }, undefined],
		['another delimiter', { columnDelimiter: ',' }, /its columnDelimiter is ,, not ;/],
		['the default delimiter', {}, /its columnDelimiter is ,, not ;/],
		[
			'a compression',
			{ columnDelimiter: ';', compressionType: 'gzip' },
			/its compressionType is gzip, not none/,
		],
		[
			'another encoding, where the file shows none',
			{ columnDelimiter: ';', encoding: 'ISO-8859-1' },
			undefined,
		],
	])('with %s', async (_what, stored, differs) => {
		const id = connect();
		await local.adobe.putFile('real.csv', SEMICOLONS);
		expect((await run(upsert(id))).error?.message).toBeUndefined();
		source().data = { format: 'delimited', properties: stored };
		const before = writes(local.adobe);
		const { error, json } = await run(upsert(id));
		expect(writes(local.adobe)).toEqual(before);
		if (differs === undefined) {
			expect(error?.message).toBeUndefined();
			expect(json[0]).toMatchObject({ created: false, updated: [] });
		} else {
			expect(error?.message).toBe('A dataflow "Stores" for other data already exists');
			expect(error?.description).toMatch(differs);
		}
	});

	it('with an encoding that damages the file', async () => {
		const id = connect();
		await local.adobe.putFile('real.csv', Buffer.from('storeId,city\nS-1,Zürich\n', 'latin1'));
		expect((await run(upsert(id))).error?.message).toBeUndefined();
		source().data = { format: 'delimited' };
		const { error } = await run(upsert(id));
		expect(error?.description).toMatch(/its encoding is UTF-8, not ISO-8859-1/);
	});

	it('with the delimiter in the place of older guides', async () => {
		const id = connect();
		await local.adobe.putFile('real.csv', SEMICOLONS);
		await run(upsert(id));
		source().data = { format: 'delimited', columnDelimiter: ';' };
		expect((await run(upsert(id))).error?.message).toBeUndefined();
	});
});

describe('Create or Update of what cannot be compared', () => {
	it.each<[what: string, change: object, message: string]>([
		[
			'a draft without parts',
			{ state: 'draft', sourceConnectionIds: [], targetConnectionIds: [] },
			'The dataflow "Stores" is a draft without source connection and target connection',
		],
		[
			'an answer without the source connection',
			{ sourceConnectionIds: [] },
			'Adobe does not show the source connection of the dataflow "Stores"',
		],
		[
			'an empty ID',
			{ targetConnectionIds: [''] },
			'Adobe does not show the target connection of the dataflow "Stores"',
		],
	])('names %s, and looks at nobody else’s parts', async (_what, change, message) => {
		const id = connect();
		await local.adobe.putFile('real.csv', 'storeId,city\nS-1,Riga\n');
		await run(upsert(id));
		Object.assign(local.adobe.flows()[0] ?? {}, change);
		const before = lines(local.adobe).length;
		const { error } = await run(upsert(id));
		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(/Nothing was changed\.$/);
		const asked = lines(local.adobe).slice(before);
		expect(asked.filter((line) => /(source|target)Connections/.test(line))).toEqual([]);
	});

	it('warns of a dataflow that is disabled', async () => {
		const id = connect();
		await local.adobe.putFile('real.csv', 'storeId,city\nS-1,Riga\n');
		const { json } = await run(upsert(id));
		await run(one('disable', String(json[0]?.id)));
		const { error, hints } = await run(upsert(id));
		expect(error?.message).toBeUndefined();
		expect(hints.map(({ message }) => message).join()).toMatch(/"Stores" is disabled, so it does/);
	}, 60_000);
});

describe('Parts', () => {
	it.each(['sourceConnections', 'targetConnections', 'mappingSets'])(
		'are taken back if the execution is cancelled amid the create at %s',
		async (step) => {
			const { adobe } = local;
			const id = connect();
			await adobe.putFile('real.csv', 'storeId,city\nS-1,Riga\n');
			// The service does it at once and responds later, when nothing waits for it anymore.
			adobe.set({ latencyMs: 200 });
			const isSent = () => adobe.journal.some(({ path }) => path.endsWith(`/${step}`));
			await runNode(local.credential(), {
				parameters: draft('create', id, 'real.csv', 'stores'),
				onStart: (cancel) => {
					void (async () => {
						while (!isSent()) await sleep(10);
						cancel();
					})();
				},
			}).catch(() => undefined);
			const isClean = () =>
				adobe.sourceConnections().length + adobe.targetConnections().length === 0 &&
				adobe.journal.filter(({ method }) => method === 'DELETE').length > 0;
			const wanted = step === 'mappingSets' ? 2 : step === 'targetConnections' ? 2 : 1;
			for (let looks = 0; looks < 500 && !isClean(); looks++) await sleep(20);
			expect(adobe.sourceConnections()).toEqual([]);
			expect(adobe.targetConnections()).toEqual([]);
			expect(adobe.flows()).toEqual([]);
			expect(writes(adobe).filter((line) => line.startsWith('DELETE'))).toHaveLength(wanted);
		},
	);
});
