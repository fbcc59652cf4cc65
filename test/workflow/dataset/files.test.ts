/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests store files as n8n does */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryKeyData } from 'n8n-workflow';
import type { Json } from '../../../local/adobe/types';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { writeParquet } from '../../../local/adobe/bucket/parquet';
import { SIZES } from '../../../nodes/AdobeExperiencePlatform/dataset/batch/upload';
import { useLocalAdobe } from '../../support/adobe';
import { openBinaryStore, type BinaryStore } from '../../support/binaryStore';
import { runNode, type RunOptions } from '../../support/engine';
import { upload, writes } from './cases';

const local = useLocalAdobe({ runMs: 20 });

const folder = mkdtempSync(join(tmpdir(), 'files-'));
let store: BinaryStore;
beforeAll(async () => void (store = await openBinaryStore(folder)));
afterAll(() => rmSync(folder, { recursive: true }));

const real = { ...SIZES };
afterEach(() => Object.assign(SIZES, real));

const run = async (options: RunOptions) => await runNode(local.credential(), options);
const files = (format: string, more = {}) =>
	upload('stores', { inputType: 'binary', format, ...more });
const stored = () => local.adobe.records(DATASETS.stores).map(({ record }) => record.storeId);
const stores = (count: number): Json[] =>
	Array.from({ length: count }, (_, index) => ({ storeId: `S-${index + 1}` }));
const lines = (rows: Json[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

/** In the item itself, or in n8n's file storage. */
async function binary(
	mode: 'memory' | 'filesystem',
	content: Buffer,
	fileName = 'stores.jsonl',
): Promise<IBinaryKeyData> {
	if (mode === 'filesystem') return { data: await store.store(content, fileName) };
	const mimeType = 'application/octet-stream';
	return { data: { mimeType, fileName, data: content.toString('base64') } };
}

describe.each(['memory', 'filesystem'] as const)('Files in %s', (mode) => {
	it('become one batch, each as it is', async () => {
		const binaries = [
			await binary(mode, lines(stores(2))),
			await binary(mode, lines([{ storeId: 'S-3' }])),
		];
		const { error, json, items } = await run({
			parameters: files('jsonLines'),
			items: [{}, {}],
			binaries,
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'success', recordsSent: null, recordsWritten: 3, bytes: lines(stores(3)).length },
		]);
		expect(items[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(stored()).toEqual(['S-1', 'S-2', 'S-3']);
	});

	it('may be a list as JSON', async () => {
		const content = Buffer.from(JSON.stringify(stores(2), null, 2));
		const { json } = await run({
			parameters: files('json'),
			binaries: [await binary(mode, content)],
		});
		expect(json).toMatchObject([{ status: 'success', recordsWritten: 2 }]);
	});

	it('may be Parquet', async () => {
		const content = await writeParquet([{ name: 'storeId' }], stores(2));
		const { json } = await run({
			parameters: files('parquet'),
			binaries: [await binary(mode, content, 'stores.parquet')],
		});
		expect(json).toMatchObject([{ status: 'success', recordsWritten: 2 }]);
	});

	describe('that are too large for one request', () => {
		const content = lines(stores(500));
		beforeEach(() => Object.assign(SIZES, { whole: 1000, part: 1000 }));

		it('go in parts, which arrive byte for byte', async () => {
			const { error, json } = await run({
				parameters: files('jsonLines'),
				binaries: [await binary(mode, content)],
			});
			expect(error).toBeUndefined();
			expect(json).toMatchObject([{ status: 'success', recordsWritten: 500 }]);
			const parts = Math.ceil(content.length / 1000);
			const sent = writes(local.adobe);
			expect(sent.filter((line) => line.startsWith('PATCH'))).toHaveLength(parts);
			expect(sent.filter((line) => line.startsWith('PUT'))).toEqual([]);
			const [batch] = local.adobe.batches();
			const [file] = [...(batch?.upload?.files.values() ?? [])];
			expect(file?.content?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
		});

		it.each([
			{ kind: 'reset', applied: true },
			{ kind: 'reset', applied: false },
			{ kind: 'status', status: 503, applied: false },
			{ kind: 'status', status: 504, applied: true },
			{ kind: 'status', status: 429, applied: false },
		] as const)('and a part that fails (%j) is sent again if it has not arrived', async (fault) => {
			local.adobe.set({ faults: [{ ...fault, method: 'PATCH', skip: 2, times: 3 }] });
			const { error, json } = await run({
				parameters: files('jsonLines'),
				binaries: [await binary(mode, content)],
			});
			expect(error).toBeUndefined();
			expect(json).toMatchObject([{ status: 'success', recordsWritten: 500 }]);
			const parts = Math.ceil(content.length / 1000);
			const sent = writes(local.adobe).filter((line) => line.startsWith('PATCH'));
			expect(sent).toHaveLength(fault.applied ? parts : parts + 3);
		});
	});

	it('survive a token that ends in the middle', async () => {
		const ask = async () => ({
			parameters: files('jsonLines'),
			binaries: [await binary(mode, lines(stores(2)))],
		});
		local.adobe.set({
			faults: [{ kind: 'status', status: 401, method: 'PUT', path: 'import', times: 1 }],
		});
		const { error, json } = await run(await ask());
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ status: 'success', recordsWritten: 2 }]);
	});

	it('survive a token that ends while the service fails', async () => {
		local.adobe.set({
			tokenLifetime: 5,
			faults: [
				{ kind: 'status', status: 429, retryAfter: '10', method: 'PUT', path: 'import', times: 1 },
				{ kind: 'status', status: 503, method: 'GET', path: 'catalog/batches/', times: 4 },
			],
		});
		const { error, json } = await run({
			parameters: files('jsonLines'),
			binaries: [await binary(mode, lines(stores(2)))],
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ status: 'success', recordsWritten: 2 }]);
		// Bytes are sent only with a token that is valid for long enough.
		const refused = local.adobe.journal.filter(
			({ method, status }) => method === 'PUT' && status === 401,
		);
		expect(refused.length).toBeLessThanOrEqual(5);
	});

	it('that are empty are refused, or left out under Continue on Fail', async () => {
		const ask = async () => ({
			parameters: files('jsonLines'),
			items: [{}, {}],
			binaries: [await binary(mode, lines(stores(1))), await binary(mode, Buffer.alloc(0))],
		});
		const { error } = await run(await ask());
		expect(error?.message).toBe('The file is empty');
		expect(writes(local.adobe)).toEqual([]);
		const { json } = await run({
			...(await ask()),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json).toMatchObject(
			[{ recordsWritten: 1 }, { error: /empty/ }].map((one) =>
				'error' in one ? { error: expect.stringMatching(/empty/) as string } : one,
			),
		);
	});
});

it.each(['stores.csv', 'stores.xlsx'])('%s is refused, with what to do instead', async (name) => {
	const { error } = await run({
		parameters: files('jsonLines'),
		binaries: [await binary('memory', Buffer.from('a,b'), name)],
	});
	expect(error?.message).toContain(name);
	expect(error?.description).toContain('Extract From File');
	expect(local.adobe.journal).toEqual([]);
});

it('An item without a file is refused', async () => {
	const { error } = await run({ parameters: files('jsonLines'), items: [{}] });
	expect(error?.message).toMatch(/binary/i);
	expect(local.adobe.journal).toEqual([]);
});
