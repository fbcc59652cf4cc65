import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { flowCalls } from '../cases';
import { byId, methodCase, openSsh, updateCredentials } from './cases';

const local = useLocalAdobe();

describe('Update refuses, before it writes,', () => {
	it.each<[string, INodeParameters, RegExp]>([
		[
			'a field that the source does not have',
			{ updateFields: { container: 'landing' } },
			/^Connections of Amazon S3 with Access Key have no parameter container$/,
		],
		['to remove such a field', { removeFields: ['passPhrase'] }, /no parameter passPhrase$/],
		[
			'a value that the source does not take',
			{ updateFields: { bucketName: 'acme_landing' } },
			/^Invalid Bucket Name: it has the character "_"/,
		],
	])('%s', async (_what, more, message) => {
		const { id } = local.adobe.seedConnection({});
		const { error } = await runNode(local.credential(), {
			parameters: { operation: 'update', connectionId: byId(id), ...more },
		});
		expect(error?.message).toMatch(message);
		expect(error?.description).toContain(id);
		expect(flowCalls(local.adobe).map(({ method }) => method)).toEqual(['GET']);
		const options = { etag: String(local.adobe.connection(id)?.etag) };
		local.adobe.journal.length = 0;
		const underEtag = await runNode(local.credential(), {
			parameters: { operation: 'update', connectionId: byId(id), ...more, options },
		});
		expect(underEtag.error?.message).toMatch(message);
		expect(flowCalls(local.adobe).map(({ method }) => method)).toEqual(['GET']);
	});

	it('before it reads a value that no source takes', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: {
				operation: 'update',
				connectionId: byId('x'),
				updateFields: { bucketName: 'acme landing' },
			},
		});
		expect(error?.message).toMatch(/^Invalid Bucket Name/);
		expect(flowCalls(local.adobe)).toEqual([]);
	});
});

it('Update Credentials asks for the whole set', async () => {
	const of = methodCase('googleCloudStorage', 'hmacKey');
	const { error } = await runNode(local.credential(), {
		parameters: updateCredentials('x', of, {
			accessKeyId: 'GOOGFAKE',
			secretAccessKey: '={{ "" }}',
		}),
	});
	expect(error?.message).toBe('Secret Access Key is empty');
	expect(error?.description).toContain('Access Key ID');
	expect(flowCalls(local.adobe)).toEqual([]);
});

describe('Update Credentials refuses what would take the place of credentials that work:', () => {
	it.each([
		[
			'temporary S3 keys without their token',
			'amazonS3',
			'accessKey',
			{ s3AccessKey: 'ASIAFAKE', s3SecretKey: 'FAKEsecret', s3SessionToken: '={{ "" }}' },
			/^The S3 Access Key starts with ASIA/,
		],
		[
			'a protected private key without its pass phrase',
			'sftp',
			'privateKey',
			{ privateKeyContent: openSsh('ssh-rsa', 'aes256-ctr'), passPhrase: '={{ "" }}' },
			/^Pass Phrase is empty/,
		],
	])('%s', async (_what, source, method, set, message) => {
		const { error } = await runNode(local.credential(), {
			parameters: updateCredentials('x', methodCase(source, method), set),
		});
		expect(error?.message).toMatch(message);
		expect(flowCalls(local.adobe)).toEqual([]);
	});
});
