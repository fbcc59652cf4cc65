import { codeOf, itemsOf, type Json, pause } from './client';
import { DATA_LAKE, FLOW_SPEC, useFlows } from './flowLab';
import { DAY, SOURCES, sasUri, type SourceCase } from './sourceCases';

describe('Of other sources,', () => {
	const { client, sourceBody, flowBody, made, runsOf } = useFlows({ runMs: 30 });

	const body = ({ id, specName, params }: SourceCase, changes: Json = {}) => ({
		name: 'Other source',
		connectionSpec: { id, version: '1.0' },
		auth: { specName, params: { ...params, ...changes } },
	});
	const create = async (of: SourceCase, changes?: Json) =>
		await client.post('/connections', body(of, changes));
	const works = async (id: unknown) =>
		(await client.get(`/connections/${String(id)}/test`)).body.result;
	const shown = async (id: unknown) =>
		(itemsOf(await client.get(`/connections/${String(id)}`))[0]?.auth as { params: Json }).params;

	describe.each(SOURCES)('$source', (of) => {
		it('has a spec that names the parameters, and dataflows take it', async () => {
			const [spec] = itemsOf(await client.get(`/connectionSpecs/${of.id}`));
			const auth = (spec?.authSpec as Json[]).find(({ name }) => name === of.specName);
			const schema = auth?.spec as { properties: Json; required: string[] };
			expect(Object.keys(schema.properties)).toEqual(
				expect.arrayContaining(Object.keys(of.params)),
			);
			expect(schema.required).toEqual(expect.arrayContaining(of.required));
			const [flowSpec] = itemsOf(await client.get(`/flowSpecs/${FLOW_SPEC}`));
			expect(flowSpec?.sourceConnectionSpecIds).toContain(of.id);
		});

		it('is stored whole and shown without its secrets', async () => {
			const { status, body: made } = await create(of);
			expect(status).toBe(201);
			expect(client.adobe.connection(String(made.id))?.auth?.params).toEqual(of.params);
			const params = await shown(made.id);
			const changed = Object.keys(of.params).filter((name) => params[name] !== of.params[name]);
			expect(changed.sort()).toEqual([...of.secrets].sort());
			client.adobe.set({ maskStyle: 'removed' });
			for (const secret of of.secrets) expect(await shown(made.id)).not.toHaveProperty(secret);
		});

		it.each(of.required)('is refused without %s', async (name) => {
			expect(codeOf(await create(of, { [name]: undefined }))).toBe('1304-400');
			expect(codeOf(await create(of, { [name]: '' }))).toBe('1304-400');
			expect(client.adobe.connections().map(({ name: title }) => title)).not.toContain(
				'Other source',
			);
		});

		it('is updated with new secrets, and refuses what it does not have', async () => {
			const { body: made } = await create(of);
			const path = `/connections/${String(made.id)}`;
			const value = { ...of.params };
			for (const name of of.secrets) value[name] = `${String(value[name])}#2`;
			const whole = [{ op: 'replace', path: '/auth/params', value }];
			const reply = await client.patch(path, String(made.etag), whole);
			expect(reply.status).toBe(200);
			expect(client.adobe.connection(String(made.id))?.auth?.params).toEqual(value);
			const foreign = [{ op: 'add', path: '/auth/params/s3SessionToken', value: 'x' }];
			const refused = await client.patch(path, String(reply.body.etag), foreign);
			expect(codeOf(refused)).toBe('1455-400');
		});

		it('works until its credentials are revoked, and its files are under its own prefix', async () => {
			const { id } = (await create(of)).body;
			expect(await works(id)).toBe(true);
			const explore = async (query: string) =>
				await client.get(`/connections/${String(id)}/explore?${query}`);
			const folder = `${of.prefix}customers/`;
			const inside = await explore(`objectType=folder&object=${folder}`);
			const paths = (inside.body as unknown as Json[]).map(({ path }) => String(path));
			expect(paths).toContain(`${folder}customers.csv`);
			expect(paths.every((path) => path.startsWith(folder))).toBe(true);
			const [secret] = of.secrets;
			if (secret === undefined) return;
			client.adobe.revokeSecret(String(of.params[secret]));
			expect(await works(id)).toBe(false);
			expect(codeOf(await explore('objectType=root'))).toBe('1308-400');
		});

		it('is read by a dataflow, which fails once it is refused', async () => {
			const { id } = (await create(of)).body;
			const source = sourceBody({
				baseConnectionId: id,
				connectionSpec: { id: of.id, version: '1.0' },
				params: { path: `${of.prefix}accounts.csv` },
			});
			const flow = await made(
				'/flows',
				await flowBody({ sourceConnectionIds: [await made('/sourceConnections', source)] }),
			);
			const [run] = await runsOf(flow);
			expect(run).toMatchObject({ state: 'success', activities: [{ name: of.activity }, {}] });
			expect(client.adobe.batches()[0]?.records.input).toBe(3);
			expect(codeOf(await client.delete(`/connections/${String(id)}`))).toBe('1418-400');
		});
	});

	const sas = SOURCES.find(({ specName }) => specName === 'SAS URI Authentication') as SourceCase;

	it('a SAS URI ends by its own date', async () => {
		expect(await works((await create(sas, { sasUri: sasUri(-1000) })).body.id)).toBe(false);
		const { id, etag } = (await create(sas, { sasUri: sasUri(300) })).body;
		expect(await works(id)).toBe(true);
		await pause(320);
		expect(await works(id)).toBe(false);
		const change = [{ op: 'replace', path: '/auth/params/sasUri', value: sasUri(DAY) }];
		expect((await client.patch(`/connections/${String(id)}`, String(etag), change)).status).toBe(
			200,
		);
		expect(await works(id)).toBe(true);
	});

	it.each<[string, Json]>([
		['SAS URI Authentication', { sasUri: 'not an address' }],
		['SAS URI Authentication', { sasUri: 'https://acme.blob.core.windows.net/landing?sp=rl' }],
		['ConnectionString', { connectionString: 'AccountName=acme' }],
		['ConnectionString', { connectionString: 'AccountKey=RkFLRQ==' }],
		['SSH PublicKey Authentication for sftp', { privateKeyContent: 'bm90IGEga2V5' }],
	])('%s with %j is stored and does not work', async (specName, changes) => {
		const of = SOURCES.find((candidate) => candidate.specName === specName) as SourceCase;
		const { status, body: made } = await create(of, changes);
		expect([status, await works(made.id)]).toEqual([201, false]);
	});

	it('Azure Blob keeps the kind of authentication that it was created with', async () => {
		const { id, etag } = (await create(sas)).body;
		const [other] = SOURCES as [SourceCase];
		const value = { specName: other.specName, params: other.params };
		const change = [{ op: 'replace', path: '/auth', value }];
		const reply = await client.patch(`/connections/${String(id)}`, String(etag), change);
		expect(codeOf(reply)).toBe('1455-400');
	});

	it('a kind of authentication of another source is not known', async () => {
		const [blob] = SOURCES as [SourceCase];
		const reply = await client.post('/connections', body({ ...blob, specName: 'Access Key' }));
		expect(codeOf(reply)).toBe('1415-400');
	});

	it('a source connection has the spec of its base connection', async () => {
		const { id } = (await create(sas)).body;
		expect(
			codeOf(await client.post('/sourceConnections', sourceBody({ baseConnectionId: id }))),
		).toBe('1305-400');
	});

	it('all are listed once, with the data lake, and what their source connections need', async () => {
		const specs = itemsOf(await client.get('/connectionSpecs'));
		const ids = specs.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining([...SOURCES.map(({ id }) => id), DATA_LAKE]));
		const [s3] = itemsOf(await client.get('/connectionSpecs?property=name==amazon-s3'));
		expect(s3?.sourceSpec).toMatchObject({
			spec: { required: ['path'], properties: { path: {}, recursive: { type: 'boolean' } } },
		});
		const { spec } = s3?.sourceSpec as { spec: { properties: Json } };
		expect(spec.properties).not.toHaveProperty('type');
	});

	const ZONE = '26f526f2-58f4-4712-961d-e41bf1ccc0e8';

	it('the landing zone needs no base connection', async () => {
		const connectionSpec = { id: ZONE, version: '1.0' };
		const params = { path: '/dlz-user-container/accounts.csv', type: 'file' };
		const refused = await client.post('/sourceConnections', sourceBody({ connectionSpec, params }));
		expect(codeOf(refused)).toBe('1332-400');
		const zone = sourceBody({ connectionSpec, params, baseConnectionId: undefined });
		const source = await made('/sourceConnections', zone);
		const flow = await made('/flows', await flowBody({ sourceConnectionIds: [source] }));
		expect(await runsOf(flow)).toMatchObject([{ state: 'success' }]);
		const [item] = itemsOf(await client.get(`/flows/${flow}`));
		const { sourceConnections } = item?.inheritedAttributes as { sourceConnections: Json[] };
		expect(sourceConnections).toEqual([{ id: source, connectionSpec }]);
		const root = await client.get(`/connectionSpecs/${ZONE}/explore?objectType=root`);
		expect((root.body as unknown as Json[])[0]).toMatchObject({ type: 'folder' });
		const s3 = `/connectionSpecs/${SOURCES[0]?.id}/explore?objectType=root`;
		expect(codeOf(await client.get(s3))).toBe('1372-400');
	});
});

describe('The flow spec of cloud storage', () => {
	const { client } = useFlows();

	it('says what a run and a mapping need', async () => {
		const found = await client.get('/flowSpecs?property=name==%22CloudStorageToAEP%22');
		expect(itemsOf(found)).toHaveLength(1);
		expect(itemsOf(found)[0]).toMatchObject({
			id: FLOW_SPEC,
			targetConnectionSpecIds: [DATA_LAKE],
			attributes: { isSourceFlow: true, frequency: 'batch', isDraftModeSupported: true },
			transformationSpecs: [{ name: 'Mapping' }, { name: 'Encryption' }],
			runSpec: { spec: { required: ['startTime', 'windowStartTime', 'windowEndTime'] } },
		});
	});
});
