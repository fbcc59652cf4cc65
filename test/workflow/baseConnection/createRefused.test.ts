import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { create, keySet } from '../cases';

const local = useLocalAdobe();
const own = keySet(1);

const run = async (more: INodeParameters = {}, overrides: Record<string, string> = {}) =>
	await runNode(local.credential(overrides), { parameters: create(more) });

describe('Create refuses, before anything is sent,', () => {
	const { s3AccessKey, s3SecretKey } = own;
	const bucket = (bucketName: string) => ({ additionalFields: { bucketName } });
	const url = (serviceUrl: string) => ({ additionalFields: { serviceUrl } });
	const fields = { s3KeySource: 'fields' };

	it.each<[what: string, more: INodeParameters, message: RegExp]>([
		['an empty name', { name: '={{ "" }}' }, /^The expression in Name returned nothing/],
		['a blank name', { name: ' \n' }, /^Name is empty/],
		['no keys', fields, /^S3 Access Key and S3 Secret Key are empty/],
		['a key without its secret', { ...fields, s3AccessKey }, /^S3 Secret Key is empty/],
		['a secret without its key', { ...fields, s3SecretKey }, /^S3 Access Key is empty/],
		['a short bucket name', bucket('ab'), /^Invalid Bucket Name: it has 2 characters/],
		['a long bucket name', bucket('a'.repeat(64)), /^Invalid Bucket Name: .*it has 64 characters/],
		['upper case in a bucket name', bucket('Acme'), /^Invalid Bucket Name: .*uppercase letters/],
		[
			'other characters in a bucket name',
			bucket('acme_x'),
			/^Invalid Bucket Name: .*the character "_"/,
		],
		[
			'a hyphen at the end of a bucket name',
			bucket('acme-'),
			/^Invalid Bucket Name: .*start and end/,
		],
		[
			'a bucket name like an IP address',
			bucket('192.168.0.1'),
			/^Invalid Bucket Name: .*IP address/,
		],
		['an address for a bucket name', bucket('s3://acme/in'), /^Invalid Bucket Name: .*an address/],
		['a service URL that is none', url('s3.amazonaws.com'), /^Invalid Service URL/],
		['a service URL without TLS', url('http://s3.amazonaws.com'), /^Invalid Service URL/],
		[
			'another kind of authentication',
			{ authentication: '={{ "IAM Role" }}' },
			/^Invalid value for Authentication/,
		],
		[
			'another place of the keys',
			{ s3KeySource: '={{ "vault" }}' },
			/^Invalid value for S3 Keys From/,
		],
		['an IAM role without a bucket', { authentication: 'iamRole' }, /^Bucket Name is empty/],
		['a timeout that is no number', { options: { timeout: 'x' } }, /^Timeout /],
	])('%s', async (_what, more, message) => {
		const { error } = await run(more);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/\S.*\.$/);
		expect(local.adobe.journal).toEqual([]);
	});

	it.each([
		['S3 Access Key and S3 Secret Key', { s3AccessKey: '', s3SecretKey: '', s3SessionToken: '' }],
		['S3 Secret Key', { s3SecretKey: '' }],
		['S3 Access Key', { s3AccessKey: '' }],
	])('a credential without %s', async (what, overrides) => {
		const { error } = await run({}, overrides);
		expect(error?.message).toMatch(new RegExp(`^${what} of the credential (is|are) empty`));
		expect(local.adobe.journal).toEqual([]);
	});

	it.each([
		['organizationId', 'Organization ID'],
		['clientId', 'Client ID'],
		['clientSecret', 'Client Secret'],
		['sandboxName', 'Sandbox Name'],
	])('a credential with an empty %s', async (name, label) => {
		const { error } = await run({}, { [name]: ' ' });
		expect(error?.message).toBe(`${label} missing in the Adobe credential`);
		expect(local.adobe.journal).toEqual([]);
	});
});
