import type { Batch, FailedRow } from '../batches';
import { DATASETS } from '../tenant/ids';
import type { Json } from './client';
import { CATALOG, EXPORT, member, usePlatform } from './platformLab';

const ID = '01KC0R1N4Y8Q2T6V9XZ3B5D7FG';
const FILE = '/acme-landing/daily/2026-06-04.csv';
const REQUIRED = { code: 'INGEST-1555-400', message: 'A required field is missing.' };

function failedRow(row: Json, code = REQUIRED): FailedRow {
	return { file: FILE, row, errors: [code] };
}

function batch(changes: Partial<Batch> = {}): Batch {
	const now = Date.now();
	return {
		id: ID,
		datasetId: DATASETS.orders,
		sandboxName: 'dev',
		runId: 'run',
		flowId: 'flow',
		status: 'success',
		startedAt: now - 5000,
		completedAt: now,
		inputFiles: [{ path: FILE, bytes: 1337, records: 20 }],
		records: { input: 20, output: 18, failed: 2 },
		failedRows: [
			failedRow({ 'Order ID': 'D-1007' }),
			failedRow(
				{ _corrupt_record: '{"Order ID": "D-10' },
				{ code: 'INGEST-1401-400', message: 'The row is corrupted.' },
			),
		],
		diagnosticsEnabled: true,
		partialIngestionPercent: 10,
		errors: [
			{ code: 'INGEST-1212-400', message: 'Encountered 2 errors in the data.' },
			{ ...REQUIRED, recordCount: 1 },
		],
		...changes,
	};
}

/** Batches: EN:ingestion/quality/error-diagnostics.md, cat.yaml and da.yaml. */
describe('A batch', () => {
	const lab = usePlatform();
	const get = async (path: string) => await lab.client.call('GET', path);
	const meta = async (query = '') => await get(`${EXPORT}/batches/${ID}/meta${query}`);
	const names = (body: Json) => (body.data as Json[]).map(({ name }) => name);
	const rowsOf = (text: string) =>
		text
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Json);

	it('is in the Catalog, keyed by its id, with counts and errors', async () => {
		lab.world.batches.record(batch());
		const { body } = await get(`${CATALOG}/batches/${ID}`);
		expect(Object.keys(body)).toEqual([ID]);
		expect(body[ID]).toMatchObject({
			status: 'success',
			tags: { acp_enableErrorDiagnostics: true, acp_partialIngestionPercent: 10 },
			relatedObjects: [{ type: 'dataSet', id: DATASETS.orders }],
			metrics: {
				inputByteSize: 1337,
				inputFileCount: 1,
				inputRecordCount: 20,
				outputRecordCount: 18,
				failedRecordCount: 2,
			},
			errors: [
				{ code: 'INGEST-1212-400', description: 'Encountered 2 errors in the data.' },
				{ code: REQUIRED.code, recordCount: 1 },
			],
		});
		expect(Object.keys((await get(`${CATALOG}/batches?status=success`)).body)).toEqual([ID]);
		expect((await get(`${CATALOG}/batches?status=failed`)).body).toEqual({});
		expect((await get(`${CATALOG}/batches/none`)).status).toBe(404);
	});

	it('without diagnostics counts no errors by kind and offers no rows', async () => {
		lab.world.batches.record(batch({ diagnosticsEnabled: false }));
		const { body } = await get(`${CATALOG}/batches/${ID}`);
		for (const error of member(body, ID, 'errors') as Json[]) {
			expect(error).not.toHaveProperty('recordCount');
		}
		expect((await meta('?path=row_errors')).status).toBe(404);
		expect((await meta('?path=row_error_samples.json')).status).toBe(404);
		expect(names((await meta()).body)).toEqual(['input_files']);
	});

	it('lists its error files with encoded links to the host that was asked', async () => {
		lab.world.batches.record(batch());
		expect(names((await meta()).body)).toEqual([
			'row_errors',
			'input_files',
			'row_error_samples.json',
		]);
		const { body } = await meta('?path=row_errors');
		expect(names(body)).toEqual(['conversion_errors_0.json', 'parsing_errors_0.json']);
		expect(body._page).toEqual({ limit: 100, count: 2 });
		const [first] = body.data as Json[];
		expect(member(first ?? {}, '_links', 'self', 'href')).toBe(
			`${lab.client.adobe.url}${EXPORT}/batches/${ID}/meta?path=row_errors%2Fconversion_errors_0.json`,
		);
		expect(first?.length).toMatch(/^\d+$/);
	});

	it('hands rows out as JSON lines, columns beside errors', async () => {
		lab.world.batches.record(batch());
		const conversion = await meta('?path=row_errors%2Fconversion_errors_0.json');
		expect(rowsOf(conversion.text)).toEqual([
			{ 'Order ID': 'D-1007', _errors: [REQUIRED], _filename: 'conversion_errors_0.json' },
		]);
		const list = (await meta('?path=row_errors')).body.data as Json[];
		expect(list[0]?.length).toBe(String(Buffer.byteLength(conversion.text)));
		const parsing = await meta('?path=row_errors/parsing_errors_0.json');
		expect(rowsOf(parsing.text)[0]).toMatchObject({ _corrupt_record: '{"Order ID": "D-10' });
		for (const name of ['row_error_samples.json', 'row_errors_sample.json']) {
			expect(rowsOf((await meta(`?path=${name}`)).text)).toHaveLength(2);
		}
		expect((await meta('?path=row_errors/conversion_errors_1.json')).status).toBe(404);
		expect((await meta('?path=elsewhere')).status).toBe(404);
	});

	it('says what it read', async () => {
		lab.world.batches.record(batch());
		const { body } = await meta('?path=input_files');
		const file = await meta(`?path=input_files/${String(names(body)[0])}`);
		expect(rowsOf(file.text)).toEqual([{ path: FILE }]);
	});

	it('pages through many error files, no row lost', async () => {
		const failedRows = Array.from({ length: 2500 }, (_, number) => failedRow({ number }));
		lab.world.batches.record(batch({ failedRows }));
		const seen: unknown[] = [];
		let path = `${EXPORT}/batches/${ID}/meta?path=row_errors&limit=2`;
		for (let round = 0; path && round < 5; round++) {
			const { body } = await get(path);
			for (const entry of body.data as Json[]) {
				const href = String(member(entry, '_links', 'self', 'href'));
				const { text } = await get(href.replace(lab.client.adobe.url, ''));
				seen.push(...rowsOf(text).map(({ number }) => number));
			}
			const next = body._links && String(member(body, '_links', 'next', 'href'));
			path = next ? String(next).replace(lab.client.adobe.url, '') : '';
		}
		expect(seen).toEqual(failedRows.map(({ row }) => row.number));
	});

	it('is forgotten by the diagnostics after 30 days', async () => {
		const day = 24 * 60 * 60 * 1000;
		lab.world.batches.record(batch({ completedAt: Date.now() - 31 * day }));
		expect((await meta('?path=row_errors')).status).toBe(404);
		lab.world.batches.record(batch({ completedAt: Date.now() - 29 * day }));
		expect((await meta('?path=row_errors')).status).toBe(200);
	});

	it('shows its files when it succeeded, and its failed ones when not', async () => {
		const path = `${EXPORT}/batches/${ID}`;
		lab.world.batches.record(batch());
		expect(((await get(`${path}/files`)).body.data as Json[])[0]).toMatchObject({ records: '18' });
		expect((await get(`${path}/failed`)).body.data).toEqual([]);
		lab.world.batches.record(batch({ status: 'failed' }));
		expect((await get(`${path}/files`)).body.data).toEqual([]);
		const [name] = names((await get(`${path}/failed`)).body);
		expect(rowsOf((await get(`${path}/failed?path=${String(name)}`)).text)).toHaveLength(2);
		expect((await get(`${path}/failed?path=none`)).status).toBe(404);
	});

	it('is not seen from another sandbox', async () => {
		lab.world.batches.record(batch());
		const headers = { 'x-sandbox-name': 'prod' };
		for (const path of [`${CATALOG}/batches/${ID}`, `${EXPORT}/batches/${ID}/meta`]) {
			expect((await lab.client.call('GET', path, { headers })).status).toBe(404);
		}
		expect((await get(`${EXPORT}/batches/none/meta`)).status).toBe(404);
		expect((await meta('?limit=x')).status).toBe(400);
	});
});
