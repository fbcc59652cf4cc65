import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { findLeaks } from '../../support/leaks';
import { BUCKET, draft } from '../dataflow/cases';
import { create, flowCalls, keySet, storedParams, updateToken } from '../cases';
import { byId, methodCase, setOf, updateCredentials, whole, WITH_CREDENTIALS } from './cases';

const local = useLocalAdobe();
const fresh = keySet(1);

const WRAPS: Array<[what: string, wrap: (value: string) => string]> = [
	['in quotes', (value) => `"${value}"`],
	['as undefined', () => 'undefined'],
	['of an environment file', (value) => `APP_SECRET_KEY=${value}`],
	['masked', () => '********'],
];

describe.each(WITH_CREDENTIALS)('No secret of $title takes the place of one that works', (of) => {
	const secrets = of.method.credentials.filter(({ isSecret }) => isSecret);

	it.each(WRAPS)('if it comes %s', async (_what, wrap) => {
		for (const { name, label } of secrets) {
			const good = setOf(of, 2);
			const set = { ...good, [name]: wrap(String(good[name])) };
			for (const parameters of [updateCredentials('x', of, set), whole('create', of, set)]) {
				const { error } = await runNode(local.credential(), { parameters });
				expect(error?.message).toMatch(new RegExp(`^Invalid ${label}: `));
				const said = [error?.message, error?.description];
				expect(
					findLeaks(
						{ said },
						[String(good[name])].filter((value) => value.length > 7),
					),
				).toEqual([]);
				expect(local.adobe.journal).toEqual([]);
			}
		}
	});
});

describe('Update Session Token refuses', () => {
	const { s3AccessKey, s3SecretKey, s3SessionToken } = fresh;
	it.each<[string, INodeParameters, RegExp]>([
		['keys in quotes', quoted(fresh), /^Invalid S3 Access Key: it has quotation marks/],
		[
			'lines of an environment file',
			{
				s3AccessKey: `AWS_ACCESS_KEY_ID=${s3AccessKey}`,
				s3SecretKey: `AWS_SECRET_ACCESS_KEY=${s3SecretKey}`,
				s3SessionToken: `AWS_SESSION_TOKEN=${s3SessionToken}`,
			},
			/^Invalid S3 Access Key: it also contains the name of a variable/,
		],
		[
			'what a script gives for nothing',
			{ s3AccessKey: 'undefined', s3SecretKey: 'undefined', s3SessionToken: 'undefined' },
			/^Invalid S3 Access Key: it is the word/,
		],
		[
			'a key and its secret that are swapped',
			{ ...fresh, s3AccessKey: s3SecretKey, s3SecretKey: s3AccessKey },
			/^Invalid S3 Access Key: it has the form of a secret key/,
		],
	])('%s, and nothing is sent', async (_what, keys, message) => {
		const { error } = await runNode(local.credential(), { parameters: updateToken('x', keys) });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/^[A-Z].{15}/);
		expect(local.adobe.journal).toEqual([]);
	});

	it('keys of the credential that are not good either', async () => {
		const { error } = await runNode(local.credential(quoted(fresh)), {
			parameters: updateToken('x', { s3KeySource: 'credential' }),
		});
		expect(error?.message).toMatch(/^Invalid S3 Access Key: /);
		expect(local.adobe.journal).toEqual([]);
	});

	it('but takes good ones with line ends and blanks around them, without these', async () => {
		const { id } = local.adobe.seedConnection();
		const spaced = Object.fromEntries(
			Object.entries(fresh).map(([name, value]) => [name, ` ${value}\r\n`]),
		);
		const { error } = await runNode(local.credential(), { parameters: updateToken(id, spaced) });
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual(fresh);
	});
});

function quoted(keys: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, `"${value}"`]));
}

describe('An address', () => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a service URL with a bucket',
			{ serviceUrl: 'https://my-bucket.s3.eu-west-1.amazonaws.com' },
			/Service URL: it has the name of a bucket/,
		],
		[
			'the address of the console',
			{ serviceUrl: 'https://s3.console.aws.amazon.com/s3' },
			/Service URL: it is the address of a console/,
		],
		[
			'another bucket in the folder',
			{ bucketName: 'acme', folderPath: 's3://my-bucket/in' },
			/Folder Path: it is an address/,
		],
		[
			'a folder in the bucket',
			{ bucketName: 's3://my-bucket/in' },
			/Bucket Name: it is an address/,
		],
		[
			'a folder of another kind',
			{ folderPath: 'https://example.com/in' },
			/Folder Path: it is an address/,
		],
	])('of a connection is refused: %s', async (_what, additionalFields, message) => {
		const { error } = await runNode(local.credential(), {
			parameters: create({ additionalFields }),
		});
		expect(error?.message).toMatch(message);
		expect(local.adobe.journal).toEqual([]);
	});

	it('becomes bucket and folder if it can be read in one way', async () => {
		const additionalFields = { folderPath: 's3://my-bucket/in/' };
		const { json } = await runNode(local.credential(), {
			parameters: create({ additionalFields }),
		});
		expect(storedParams(local.adobe, String(json[0]?.id))).toMatchObject({
			bucketName: 'my-bucket',
			folderPath: 'in',
		});
	});

	it('of a folder is refused by Update, which does not know the bucket', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: {
				operation: 'update',
				connectionId: byId('x'),
				updateFields: { folderPath: 's3://my-bucket/in' },
			},
		});
		expect(error?.message).toBe('Invalid Folder Path: it is an address');
		expect(error?.description).toContain('Bucket Name: my-bucket, Folder Path: in');
		expect(local.adobe.journal).toEqual([]);
	});

	it.each([
		`s3:/${BUCKET}/stores/stores.csv.gz`,
		`arn:aws:s3:::${BUCKET.slice(1)}/stores/stores.csv.gz`,
		`https://s3.eu-west-1.amazonaws.com${BUCKET}/stores/stores.csv.gz`,
	])('of a file becomes its path: %s', async (address) => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const path = `${BUCKET}/stores/stores.csv.gz`;
		const explored = await runNode(local.credential(), {
			parameters: {
				operation: 'explore',
				connectionId: byId(id),
				objectType: 'file',
				object: address,
			},
		});
		expect(explored.error).toBeUndefined();
		expect(explored.json.length).toBeGreaterThan(0);
		const made = await runNode(local.credential(), {
			parameters: draft('create', id, '', 'stores', {
				path: { __rl: true, mode: 'path', value: address },
			}),
		});
		expect(made.error).toBeUndefined();
		expect(local.adobe.sourceConnections()[0]?.params).toMatchObject({ path });
	});

	it.each([
		'https://example.com/x.csv',
		's3:///x.csv',
		'"/acme-landing/x.csv"',
		'{{ $json.path }}',
	])('or another text that is no path of a file is refused: %s', async (value) => {
		const object = { objectType: 'file', object: value };
		const parameters = [
			{ operation: 'explore', connectionId: byId('x'), ...object },
			draft('create', 'x', '', 'stores', { path: { __rl: true, mode: 'path', value } }),
		];
		for (const one of parameters) {
			const { error } = await runNode(local.credential(), { parameters: one });
			expect(error?.message).toMatch(/^Invalid Path: /);
			expect(flowCalls(local.adobe)).toEqual([]);
		}
	});
});

describe('A SAS URI that cannot work', () => {
	const of = methodCase('azureBlob', 'sasUri');
	const NOW = Date.parse('2026-11-28T12:00:00Z');
	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['sp=r&se=2027-06-01T00%3A00%3A00Z&sr=c', /does not allow listing/],
		['sp=rl&st=2027-05-01T00%3A00%3A00Z&se=2027-06-01T00%3A00%3A00Z&sr=c', /not valid yet/],
		['sp=rl&se=2026-11-01T00%3A00%3A00Z&sr=c', /has expired/],
		['sp=rl&se=2027-06-01T00%3A00%3A00Z&sr=b', /is for one blob/],
		['sp=rl&se=2027-06-01T00%3A00%3A00Z&sr=c&sip=20.1.2.3', /one IP address/],
	])('is refused: %s', async (query, message) => {
		const sasUri = `https://acme.blob.core.windows.net/landing?${query}&sv=2022-11-02&sig=FAKE%2Bfake%3D`;
		for (const parameters of [
			updateCredentials('x', of, { sasUri }),
			whole('create', of, { sasUri }),
		]) {
			const { error } = await runNode(local.credential(), { parameters });
			expect(error?.message).toMatch(message);
			expect(`${error?.message}${error?.description}`).not.toContain('FAKE');
			expect(local.adobe.journal).toEqual([]);
		}
	});
});
