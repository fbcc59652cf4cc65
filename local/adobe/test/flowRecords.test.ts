import { DATASETS, SCHEMAS } from '../tenant/ids';
import { itemsOf, type Json } from './client';
import { useFlows } from './flowLab';

const FULL = 'application/vnd.adobe.xed-full+json;version=1';
const HEADER = '_id,timestamp,order,customer,quantity';
const GOOD = (id: number) => `${id},2026-06-01T10:00:00Z,A-${id},C-${id},1`;

interface RunParts {
	metrics: { statusSummary: Json; recordSummary: Json; durationSummary: Json };
	activities: Array<{ statusSummary: Json; fileSummary: Json }>;
}

describe('The records of a run', () => {
	const { client, made, flowBody, sourceBody, targetBody, runsOf } = useFlows({ runMs: 30 });

	const mappingTo = async (pairs: Record<string, string>) => {
		const { body } = await client.call('POST', '/data/foundation/conversion/mappingSets', {
			body: {
				outputSchema: { schemaRef: { id: SCHEMAS.orders, contentType: FULL } },
				mappings: Object.entries(pairs).map(([source, destination]) => ({
					sourceType: 'ATTRIBUTE',
					source,
					destination,
				})),
			},
		});
		return [{ name: 'Mapping', params: { mappingId: body.id, mappingVersion: body.version } }];
	};
	const PAIRS = {
		_id: '_id',
		timestamp: 'timestamp',
		order: '_acmeretail.orderId',
		customer: '_acmeretail.customerId',
		quantity: '_acmeretail.quantity',
	};
	/** Runs a dataflow from a source into the orders, once. */
	const run = async (source: Json, transformations: Json[], options?: Json) => {
		const target = targetBody({
			data: { schema: { id: SCHEMAS.orders, version: FULL } },
			params: { dataSetId: DATASETS.orders },
		});
		const body = await flowBody({
			sourceConnectionIds: [await made('/sourceConnections', sourceBody(source))],
			targetConnectionIds: [await made('/targetConnections', target)],
			transformations,
			...(options && { options }),
		});
		const [ended] = await runsOf(await made('/flows', body));
		const [batch] = client.adobe.batches();
		return { run: ended as unknown as RunParts & { state: string; id: string }, batch };
	};
	const runCsv = async (lines: string[], options?: Json) => {
		await client.adobe.putFile('in/orders.csv', [HEADER, ...lines].join('\n'));
		const source = { params: { path: '/acme-landing/in/orders.csv', type: 'file' } };
		return await run(source, await mappingTo(PAIRS), options);
	};
	const download = async (href: unknown) => {
		const { pathname, search, origin } = new URL(String(href));
		expect(origin).toBe(client.adobe.url);
		return await client.call('GET', pathname + search);
	};

	const BAD = ['9,2026-06-01T10:00:00Z,,C-9,1', '10,2026-06-01T10:00:00Z,A-10,C-10,many'];
	const GOODS = Array.from({ length: 18 }, (_, index) => GOOD(index + 20));

	it('are partly refused within the percentage, and the refused ones can be read', async () => {
		const { run: ended, batch } = await runCsv([...BAD, ...GOODS], { partialIngestionPercent: 10 });
		expect(ended.metrics).toMatchObject({
			recordSummary: { inputRecordCount: 20, outputRecordCount: 18, failedRecordCount: 2 },
			statusSummary: {
				status: 'partialSuccess',
				errors: [{ code: 'CONNECTOR-2001-500', message: 'Error occurred at promotion activity.' }],
			},
		});
		expect(ended.metrics.durationSummary).toHaveProperty('completedAtUTC');
		const promotion = ended.activities[1];
		expect(promotion?.statusSummary).toMatchObject({
			extensions: {
				errors: [
					{ code: 'INGEST-1212-400' },
					{ code: 'MAPPER-3700-400', recordCount: 1 },
					{ code: 'INGEST-1555-400', recordCount: 1 },
				],
			},
		});
		const { manifest } = promotion?.statusSummary.extensions as { manifest: Json };
		const files = await download(manifest.failedRecords);
		const [file] = files.body.data as Array<{ _links: { self: { href: string } } }>;
		const { text } = await download(file?._links.self.href);
		const rows = text
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Json);
		expect(rows).toMatchObject([
			{ _id: '9', customer: 'C-9', _errors: [{ code: '1555' }] },
			{ _id: '10', quantity: 'many', _errors: [{ code: '3700' }] },
		]);
		expect((await download(manifest.sampleErrors)).status).toBe(200);
		expect(batch).toMatchObject({ status: 'success', partialIngestionPercent: 10 });
	});

	it('may be refused in a run that is called a success, where that is asked for', async () => {
		client.adobe.set({ partialStatus: 'success' });
		const { run: ended } = await runCsv([...BAD, ...GOODS], { partialIngestionPercent: 10 });
		expect(ended.state).toBe('success');
		expect(ended.metrics.recordSummary.failedRecordCount).toBe(2);
		expect(ended.metrics.statusSummary.errors).toHaveLength(1);
	});

	it.each<[string, Json | undefined, Json[]]>([
		[
			'beyond the percentage',
			{ partialIngestionPercent: 9 },
			[{ code: 'INGEST-1212-400' }, { code: 'MAPPER-3700-400' }, { code: 'INGEST-1555-400' }],
		],
		['without a percentage', { errorDiagnosticsEnabled: false }, [{ code: 'INGEST-1211-400' }]],
		['without options', undefined, [{ code: 'INGEST-1211-400' }]],
	])('are refused all %s', async (_what, options, errors) => {
		const { run: ended, batch } = await runCsv([...BAD, ...GOODS], options);
		expect(ended.state).toBe('failed');
		expect(ended.metrics.recordSummary).toMatchObject({
			outputRecordCount: 0,
			failedRecordCount: 2,
		});
		expect(ended.metrics.durationSummary).not.toHaveProperty('completedAtUTC');
		const { extensions } = ended.activities[1]?.statusSummary as { extensions: Json };
		expect(extensions.errors).toMatchObject(errors);
		expect(extensions.errors).toHaveLength(errors.length);
		const diagnosed = options?.partialIngestionPercent !== undefined;
		expect('manifest' in extensions).toBe(diagnosed);
		expect(batch).toMatchObject({ status: 'failed', failedRows: { length: diagnosed ? 2 : 0 } });
	});

	it('that are none at all are named as such', async () => {
		await client.adobe.putFile('in/orders.json', '{"_id":"1"}\n{"broken\n');
		const source = {
			data: { format: 'json' },
			params: { path: '/acme-landing/in/orders.json', type: 'file' },
		};
		const { batch } = await run(source, await mappingTo({ _id: '_id' }), {
			errorDiagnosticsEnabled: true,
		});
		expect(batch?.failedRows[1]).toMatchObject({
			row: { _corrupt_record: '{"broken' },
			errors: [{ code: '1401' }],
		});
	});

	it.each<[string, Json, number, number]>([
		[
			'a JSON file in the form of the schema',
			{ data: { format: 'json' }, params: { path: '/acme-landing/orders/online-orders.json' } },
			1,
			10,
		],
		[
			'a Parquet file in the form of the schema',
			{
				data: { format: 'parquet' },
				params: { path: '/acme-landing/orders/2026/06/store-orders.parquet', type: 'file' },
			},
			1,
			12,
		],
		[
			'files by a pattern',
			{
				data: { format: 'json' },
				params: { path: '/acme-landing/orders/online-*.json', type: 'folder' },
			},
			1,
			10,
		],
	])('of %s arrive', async (_what, source, files, records) => {
		const { run: ended, batch } = await run(source, []);
		expect(ended.state).toBe('success');
		expect(batch?.inputFiles).toHaveLength(files);
		expect(batch?.records).toEqual({ input: records, output: records, failed: 0 });
	});

	it('of a gzipped file arrive only when it is said to be one', async () => {
		const path = '/acme-landing/customers/archive/customers-2025.csv.gz';
		const properties = { columnDelimiter: ',', compressionType: 'gzip' };
		const source = { data: { format: 'delimited', properties }, params: { path, type: 'file' } };
		const options = { partialIngestionPercent: 100 };
		const { batch } = await run(source, await mappingTo({ Id: '_id' }), options);
		expect(batch?.records).toMatchObject({ input: 3 });
		const plain = { ...source, data: { format: 'delimited' } };
		await run(plain, await mappingTo({ Id: '_id' }), options);
		const [, unreadable] = client.adobe.batches();
		expect(unreadable).toMatchObject({ status: 'failed', inputFiles: [] });
		expect(unreadable?.errors[0]?.code).toBe('CONNECTOR-2001-500');
	});

	it('of a path outside of what the connection may see are not read', async () => {
		const { run: ended } = await run(
			{ params: { path: '/other-bucket/a.csv' } },
			await mappingTo(PAIRS),
		);
		expect(ended.metrics.statusSummary).toMatchObject({
			errors: [{ code: 'CONNECTOR-1001-500' }],
		});
	});

	it('end as a test wants them to', async () => {
		const { id } = (await client.post('/flows', await flowBody())).body;
		const flowId = String(id);
		await runsOf(flowId);
		for (const outcome of ['success', 'partialSuccess', 'failed', 'keysRefused'] as const) {
			client.adobe.seedRun({ flowId, outcome, startedAt: 1000, completedAt: 2000 });
		}
		const runs = itemsOf(await client.get(`/runs?property=flowId==${flowId}&orderby=createdAt`));
		const summaries = runs.map(({ state, metrics }) => {
			const { statusSummary, recordSummary } = metrics as RunParts['metrics'];
			const [error] = statusSummary.errors as Json[];
			return [state, recordSummary.failedRecordCount, error?.code];
		});
		expect(summaries.slice(0, 4)).toEqual(
			expect.arrayContaining([
				['success', 0, undefined],
				['partialSuccess', 3, 'CONNECTOR-2001-500'],
				['failed', 60, 'CONNECTOR-2001-500'],
				['failed', -1, 'CONNECTOR-1001-500'],
			]),
		);
		expect(() => client.adobe.seedRun({ flowId: 'none' })).toThrow('There is no dataflow none');
	});
});
