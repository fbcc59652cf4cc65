import fc from 'fast-check';
import {
	addressProblem,
	storagePath,
	withoutAddresses,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/bucket';
import {
	sources,
	type SourceParam,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

const bucketName = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/);
const key = fc.stringMatching(
	/^[A-Za-z0-9][A-Za-z0-9 _.~=+äé-]{0,10}(\/[A-Za-z0-9_][A-Za-z0-9 _.-]{0,10}){0,3}$/,
);
const encoded = (text: string) => text.split('/').map(encodeURIComponent).join('/');

/** Every way in which people write if a file is. */
const FORMS: Array<(bucket: string, key: string) => string> = [
	(bucket, at) => `s3://${bucket}/${at}`,
	(bucket, at) => `S3://${bucket}/${at}`,
	(bucket, at) => `s3a://${bucket}/${at}`,
	(bucket, at) => `gs://${bucket}/${at}`,
	(bucket, at) => `arn:aws:s3:::${bucket}/${at}`,
	(bucket, at) => `arn:aws-cn:s3:::${bucket}/${at}`,
	(bucket, at) => `https://${bucket}.s3.amazonaws.com/${encoded(at)}`,
	(bucket, at) => `https://${bucket}.s3.eu-west-1.amazonaws.com/${encoded(at)}`,
	(bucket, at) => `https://${bucket}.s3-eu-west-1.amazonaws.com/${encoded(at)}`,
	(bucket, at) => `https://${bucket}.s3.dualstack.eu-west-1.amazonaws.com/${encoded(at)}`,
	(bucket, at) => `https://${bucket}.s3.cn-north-1.amazonaws.com.cn/${encoded(at)}`,
	(bucket, at) => `https://s3.eu-west-1.amazonaws.com/${bucket}/${encoded(at)}`,
	(bucket, at) => `${bucket}.s3.eu-west-1.amazonaws.com/${encoded(at)}`,
	(bucket, at) => `https://storage.googleapis.com/${bucket}/${encoded(at)}`,
	(bucket, at) => `https://storage.cloud.google.com/${bucket}/${encoded(at)}`,
	(bucket, at) => `https://${bucket}.storage.googleapis.com/${encoded(at)}`,
];

describe('An address of a file', () => {
	it('becomes the path that a listing shows, whatever its form', () => {
		fc.assert(
			fc.property(fc.constantFrom(...FORMS), bucketName, key, (form, bucket, at) => {
				expect(storagePath(form(bucket, at))).toBe(`/${bucket}/${at}`);
			}),
		);
	});

	it.each([
		['s3://my-bucket', '/my-bucket'],
		['s3://my-bucket/', '/my-bucket'],
		['s3://my-bucket/in/', '/my-bucket/in/'],
		['s3://my-bucket/in/*.csv', '/my-bucket/in/*.csv'],
		['s3://my-bucket/50%25 off.csv', '/my-bucket/50%25 off.csv'],
		['https://my-bucket.s3.amazonaws.com', '/my-bucket'],
		['https://my.bucket.s3.amazonaws.com/a', '/my.bucket/a'],
	])('%s becomes %s', (address, path) => {
		expect(storagePath(address)).toBe(path);
	});

	it.each([
		'https://s3.console.aws.amazon.com/s3/object/my-bucket?prefix=in/x.csv',
		'https://my-bucket.s3.amazonaws.com/x.csv?X-Amz-Signature=FAKE',
		'https://acme.blob.core.windows.net/landing/x.csv',
		'https://example.com/x.csv',
		'arn:aws:s3:eu-west-1:123456789012:accesspoint/mine',
		'arn:aws:iam::123456789012:role/x',
		's3:///x.csv',
		's3:/my-bucket/x.csv',
		's3://My_Bucket!/x.csv',
		'ftp://files.example.com/x',
	])('%s is an address that names no path', (address) => {
		expect(addressProblem(address)).toBeDefined();
		expect(storagePath(address)).toBeUndefined();
	});

	it('is no path, and a path is no address', () => {
		const path = fc.tuple(fc.constantFrom('', '/'), bucketName, key);
		fc.assert(
			fc.property(path, ([slash, bucket, at]) => {
				expect(addressProblem(`${slash}${bucket}/${at}`)).toBeUndefined();
				expect(storagePath(`${slash}${bucket}/${at}`)).toBeUndefined();
			}),
		);
	});

	it('is none if its host is longer than a host can be', () => {
		expect(storagePath(`https://${'a.'.repeat(200)}s3.amazonaws.com/x.csv`)).toBeUndefined();
	});
});

describe('Bucket and folder of a connection', () => {
	it.each([
		[{ bucketName: 's3://my-bucket/' }, { bucketName: 'my-bucket' }],
		[{ bucketName: 'arn:aws:s3:::my-bucket' }, { bucketName: 'my-bucket' }],
		[{ folderPath: 's3://my-bucket/in' }, { bucketName: 'my-bucket', folderPath: 'in' }],
		[
			{ bucketName: 'my-bucket', folderPath: 's3://my-bucket/in' },
			{ bucketName: 'my-bucket', folderPath: 'in' },
		],
		[
			{ bucketName: 's3://my-bucket', folderPath: 'arn:aws:s3:::my-bucket/in/x/' },
			{ bucketName: 'my-bucket', folderPath: 'in/x/' },
		],
		[
			{ bucketName: 'other', folderPath: 's3://my-bucket/in' },
			{ bucketName: 'other', folderPath: 's3://my-bucket/in' },
		],
		[{ bucketName: 's3://my-bucket/in' }, { bucketName: 's3://my-bucket/in' }],
		[{ bucketName: 'arn:aws:s3:::my-bucket/*' }, { bucketName: 'my-bucket' }],
		[{ folderPath: 'arn:aws:s3:::my-bucket/in/*' }, { bucketName: 'my-bucket', folderPath: 'in' }],
		[{ folderPath: 's3://my-bucket/in/*.csv' }, { folderPath: 's3://my-bucket/in/*.csv' }],
		[
			{ bucketName: 'x', folderPath: 'in', serviceUrl: 'y' },
			{ bucketName: 'x', folderPath: 'in', serviceUrl: 'y' },
		],
		[{}, {}],
	])('%j of a new one are %j', (given, expected) => {
		expect(withoutAddresses(given, true)).toEqual(expected);
	});

	it('of one that exists stay as they are if its bucket is not known', () => {
		const folder = { folderPath: 's3://my-bucket/in' };
		expect(withoutAddresses(folder, false)).toEqual(folder);
		expect(withoutAddresses({ ...folder, bucketName: 'my-bucket' }, false)).toEqual({
			bucketName: 'my-bucket',
			folderPath: 'in',
		});
	});
});

describe('A service URL', () => {
	const params = sources.flatMap(({ methods }) => methods.flatMap(({ settings }) => settings));
	const endpoints = params.filter(({ name }) => /^(serviceUrl|serviceEndpoint|url)$/.test(name));
	const problems = ({ problem }: SourceParam, url: string) =>
		JSON.stringify(problem?.(url) ?? null);

	it.each([
		[
			'https://my-bucket.s3.eu-west-1.amazonaws.com',
			/bucket in its host.*https:..s3\.eu-west-1\.amazonaws\.com\/ and Bucket Name: my-bucket/,
		],
		[
			'https://my-bucket.s3-website.eu-west-1.amazonaws.com',
			/https:..s3\.eu-west-1\.amazonaws\.com\/ and Bucket Name: my-bucket/,
		],
		['https://my-bucket.s3.amazonaws.com/in', /bucket in its host.*https:..s3\.amazonaws\.com\//],
	])('%s is refused, with both fields', (url, message) => {
		const s3 = endpoints.filter(({ name }) => name === 'serviceUrl');
		expect(s3.length).toBeGreaterThan(1);
		for (const param of s3) expect(problems(param, url)).toMatch(message);
	});

	it.each([
		['https://s3.eu-west-1.amazonaws.com/my-bucket', /path after the host/],
		['https://s3.eu-west-1.amazonaws.com/?region=x', /query after the host/],
		['https://s3.console.aws.amazon.com/', /address of a console/],
		['https://eu-west-1.console.aws.amazon.com/s3/buckets/x', /address of a console/],
		['https://us-east-1.signin.aws.amazon.com/', /address of a console/],
		['https://acme.awsapps.com/start', /address of a console/],
		['https://console.amazonaws.cn/s3', /address of a console/],
		['https://portal.azure.com/', /address of a console/],
		['https://console.cloud.google.com/storage', /address of a console/],
		['https://cloud.oracle.com/object-storage', /address of a console/],
		['https://acme.blob.core.windows.net/landing?sig=x', /query after the host/],
	])('%s is refused for every source', (url, message) => {
		for (const param of endpoints) expect(problems(param, url)).toMatch(message);
	});

	it.each([
		'https://s3.eu-west-1.amazonaws.com/',
		'https://s3.amazonaws.com',
		'https://s3.dualstack.eu-west-1.amazonaws.com',
		'https://acme.compat.objectstorage.eu-frankfurt-1.oraclecloud.com',
		'https://acme.blob.core.windows.net',
		'https://acme.dfs.core.windows.net/',
		'https://minio.example.com:9000',
		'https://bucket.vpce-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com',
	])('%s is good for every source', (url) => {
		for (const param of endpoints) expect(problems(param, url)).toBe('null');
	});
});

it.each([
	['https://acme-landing.s3.amazonaws.com/%E0%A4%A', undefined],
	['https://s3.amazonaws.com/acme-landing/%E0%A4%A', undefined],
	['https://s3.amazonaws.com/acme-landing', '/acme-landing'],
	['https://s3.amazonaws.com/', undefined],
])('The path of %s is %s', (address, path) => expect(storagePath(address)).toBe(path));

it.each([
	['s3://acme-landing', 'Enter Bucket Name: acme-landing.'],
	['s3://acme-landing/in/new/', 'Enter Bucket Name: acme-landing, Folder Path: in/new.'],
])('The message about the address %s names its parts', (address, description) => {
	expect(addressProblem(address)?.description).toBe(description);
});
