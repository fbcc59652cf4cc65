import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, CONNECTIONS, create, flowCalls, keySet, times } from '../cases';

const local = useLocalAdobe();
const own = keySet(1);
const S3_SPEC = { id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b', version: '1.0' };

const run = async (more: INodeParameters = {}) =>
	await runNode(local.credential(), { parameters: create(more) });

/** The body of the one create that was sent. */
function sentBody(): IDataObject {
	const posts = flowCalls(local.adobe).filter(({ method }) => method === 'POST');
	expect(posts).toHaveLength(1);
	return posts[0]?.body as IDataObject;
}

describe('Create', () => {
	it('sends one POST with every header and the body that Adobe documents', async () => {
		const { adobe } = local;
		const { json, error } = await run();
		expect(error).toBeUndefined();
		const { demo } = adobe;
		const { s3AccessKey, s3SecretKey, s3SessionToken } = demo;
		expect(sentBody()).toEqual({
			name: 'S3 one',
			auth: { specName: 'Access Key', params: { s3AccessKey, s3SecretKey, s3SessionToken } },
			connectionSpec: S3_SPEC,
		});
		const [post] = flowCalls(adobe);
		expect(post).toMatchObject({ method: 'POST', path: CONNECTIONS, query: '', status: 201 });
		expect(post?.headers).toMatchObject({
			authorization: expect.stringMatching(/^Bearer \S{100,}$/),
			'x-api-key': demo.clientId,
			'x-gw-ims-org-id': demo.organizationId,
			'x-sandbox-name': demo.sandboxName,
			'content-type': 'application/json',
			accept: 'application/json',
		});
		expect(post?.headers).not.toHaveProperty('if-match');
		expect(adobe.imsRequests()).toBe(1);
		const [created] = adobe.connections();
		expect(json).toEqual([
			{
				id: created?.id,
				etag: created?.etag,
				name: 'S3 one',
				updated: ['name', 's3AccessKey', 's3SecretKey', 's3SessionToken'],
			},
		]);
	});

	it('sends description, bucket, folder and service URL if they are given', async () => {
		const additionalFields = {
			description: 'Landing zone',
			bucketName: 'acme-landing',
			folderPath: 'a/b',
			serviceUrl: 'https://s3.eu-west-1.amazonaws.com/',
		};
		const { json, error } = await run({ s3KeySource: 'fields', ...own, additionalFields });
		expect(error).toBeUndefined();
		const { description, ...place } = additionalFields;
		expect(sentBody()).toEqual({
			name: 'S3 one',
			description,
			auth: { specName: 'Access Key', params: { ...own, ...place } },
			connectionSpec: S3_SPEC,
		});
		expect(json[0]?.updated).toEqual([
			'name',
			'description',
			...Object.keys(own),
			...Object.keys(place),
		]);
	});

	it('does not send optional values that are empty or blank', async () => {
		const { s3AccessKey, s3SecretKey } = own;
		const { error } = await run({
			s3KeySource: 'fields',
			s3AccessKey,
			s3SecretKey,
			s3SessionToken: ' ',
			additionalFields: { description: '', bucketName: '', folderPath: '  ', serviceUrl: '' },
		});
		expect(error).toBeUndefined();
		expect(sentBody()).toEqual({
			name: 'S3 one',
			auth: { specName: 'Access Key', params: { s3AccessKey, s3SecretKey } },
			connectionSpec: S3_SPEC,
		});
	});

	it('sends an IAM role with its bucket and without any key', async () => {
		const { json, error } = await run({
			authentication: 'iamRole',
			additionalFields: { bucketName: 'acme-landing', folderPath: 'a' },
		});
		expect(error).toBeUndefined();
		expect(sentBody()).toEqual({
			name: 'S3 one',
			auth: {
				specName: 'IAMRole Based',
				params: { bucketName: 'acme-landing', folderPath: 'a' },
			},
			connectionSpec: S3_SPEC,
		});
		expect(json[0]?.updated).toEqual(['name', 'bucketName', 'folderPath']);
	});

	it('takes blanks, line breaks and outer slashes of pasted values away', async () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = own;
		await run({
			name: '  S3 two\n',
			s3KeySource: 'fields',
			s3AccessKey: ` ${s3AccessKey}`,
			s3SecretKey: `${s3SecretKey}\n`,
			s3SessionToken: `\t${s3SessionToken} `,
			additionalFields: { bucketName: ' acme-landing ', folderPath: '/a/b/' },
		});
		expect(sentBody()).toMatchObject({
			name: 'S3 two',
			auth: { params: { ...own, bucketName: 'acme-landing', folderPath: 'a/b' } },
		});
	});

	it('sends the sandbox of the option instead of the one of the credential', async () => {
		const { adobe } = local;
		const { error } = await run({ options: { sandboxName: 'prod' } });
		expect(error).toBeUndefined();
		expect(flowCalls(adobe)[0]?.headers['x-sandbox-name']).toBe('prod');
		expect(adobe.connections()[0]?.sandboxName).toBe('prod');
	});

	it('makes one request for each item, in lanes, and keeps the order', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 20 });
		const items = times(12, (index) => ({ name: `S3 ${index}` }));
		const { json, items: out } = await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}', options: { maxConcurrency: 3 } }),
			items,
		});
		expect(json.map(({ name }) => name)).toEqual(items.map(({ name }) => name));
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_item, item) => ({ item })));
		expect(callLines(adobe)).toEqual(times(12, () => 'POST '));
		expect(adobe.imsRequests()).toBe(1);
	});

	const withRole = {
		authentication: 'iamRole',
		name: '={{ $json.name }}',
		additionalFields: { bucketName: 'acme-landing' },
	};

	it('asks once for the role that all connections of a run have', async () => {
		const { adobe } = local;
		const { json } = await runNode(local.credential(), {
			parameters: create(withRole),
			items: [{ name: 'a' }, { name: 'b' }],
		});
		for (const { iamRole } of json) expect(iamRole).toMatch(/^arn:aws:iam::/);
		expect(flowCalls(adobe).filter(({ path }) => path.endsWith('/configs'))).toHaveLength(1);
	});

	it('succeeds without the role if the service does not name it', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 403, path: '/configs$' }] });
		const { json, error } = await runNode(local.credential(), {
			parameters: create(withRole),
			items: [{ name: 'a' }],
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ name: 'a' });
		expect(json[0]).not.toHaveProperty('iamRole');
	});

	it('works with five items at a time if an expression gives no number', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 1_000 });
		await runNode(local.credential(), {
			parameters: create({
				name: '={{ $json.name }}',
				options: { maxConcurrency: '={{ "many" }}' },
			}),
			items: times(7, (index) => ({ name: `S3 ${index}` })),
		});
		const at = flowCalls(adobe).map((call) => call.at);
		const gap = (from: number, to: number) => (at[to] ?? 0) - (at[from] ?? 0);
		expect(gap(1, 5)).toBeLessThan(900);
		expect(gap(1, 6)).toBeGreaterThanOrEqual(990);
	});

	it('sends the first request alone, and then no more at a time than Max Concurrency', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 1_000 });
		await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}', options: { maxConcurrency: 3 } }),
			items: times(7, (index) => ({ name: `S3 ${index}` })),
		});
		const at = flowCalls(adobe).map((call) => call.at);
		const gap = (from: number, to: number) => (at[to] ?? 0) - (at[from] ?? 0);
		expect(gap(0, 1)).toBeGreaterThanOrEqual(990);
		expect(gap(1, 3)).toBeLessThan(900);
		expect(gap(1, 4)).toBeGreaterThanOrEqual(990);
	});

	it('makes as many connections of one name as there are items', async () => {
		const { adobe } = local;
		const { json, error } = await runNode(local.credential(), {
			parameters: create(),
			items: [{}, {}, {}],
		});
		expect(error).toBeUndefined();
		expect(new Set(json.map(({ id }) => id)).size).toBe(3);
		expect(adobe.connections()).toHaveLength(3);
	});

	it('never puts a field called error on an item that went well', async () => {
		const { json } = await run();
		expect(json[0]).not.toHaveProperty('error');
	});

	it.each<[what: string, more: INodeParameters, hint: RegExp]>([
		[
			'a bucket name with a dot',
			{ additionalFields: { bucketName: 'acme.landing' } },
			/"acme\.landing" has a dot/,
		],
		[
			'a temporary key without its token',
			{ s3KeySource: 'fields', s3AccessKey: own.s3AccessKey, s3SecretKey: own.s3SecretKey },
			/starts with ASIA/,
		],
	])('hints at %s, and goes on', async (_what, more, hint) => {
		const { hints, error } = await run(more);
		expect(error).toBeUndefined();
		expect(hints).toEqual([
			expect.objectContaining({ message: expect.stringMatching(hint), type: 'warning' }),
		]);
	});
});
