import type { INodeParameters } from 'n8n-workflow';
import { generateKeyPairSync } from 'node:crypto';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { findLeaks } from '../../support/leaks';
import { flowCalls } from '../cases';
import { base64, methodCase, openSsh, pem, sasUri, whole } from './cases';

const local = useLocalAdobe();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const sec1 = String(ec.export({ type: 'sec1', format: 'pem' }));
const pkcs8 = String(ec.export({ type: 'pkcs8', format: 'pem' }));

type Row = [what: string, source: string, method: string, more: INodeParameters, message: RegExp];

const ROWS: Row[] = [
	[
		'a SAS URI that has expired',
		'azureBlob',
		'sasUri',
		{ sasUri: sasUri(-1) },
		/^The SAS URI has expired$/,
	],
	[
		'a SAS URI without its signature',
		'azureBlob',
		'sasUri',
		{ sasUri: 'https://acme.blob.core.windows.net/?se=2099-01-01' },
		/no signature/,
	],
	[
		'a SAS URI whose end cannot be read',
		'azureBlob',
		'sasUri',
		{ sasUri: 'https://a.blob.core.windows.net/?se=soon&sig=x' },
		/cannot be read/,
	],
	[
		'a SAS token alone',
		'azureBlob',
		'sasUri',
		{ sasUri: '?sp=rl&se=2099-01-01&sig=x' },
		/not a web address/,
	],
	[
		'a connection string without its key',
		'azureBlob',
		'connectionString',
		{ connectionString: 'DefaultEndpointsProtocol=https;AccountName=acme' },
		/^Invalid Connection String: it has no AccountKey$/,
	],
	[
		'a connection string with an empty key',
		'azureBlob',
		'connectionString',
		{ connectionString: 'AccountName=acme;AccountKey=' },
		/no AccountKey/,
	],
	[
		'a connection string without an account',
		'azureBlob',
		'connectionString',
		{ connectionString: 'AccountKey=RkFLRQ==' },
		/no AccountName/,
	],
	[
		'a container with a folder',
		'azureBlob',
		'sasUri',
		{ additionalFields: { container: 'a/b' } },
		/^Invalid Container/,
	],
	[
		'an endpoint that is no address',
		'azureBlob',
		'servicePrincipal',
		{ serviceEndpoint: 'acme' },
		/^Invalid Service Endpoint: it is not a web address/,
	],
	[
		'a private key as it is',
		'sftp',
		'privateKey',
		{ privateKeyContent: pem(1) },
		/^Invalid Private Key: it is the key itself/,
	],
	[
		'a private key that is not base64',
		'sftp',
		'privateKey',
		{ privateKeyContent: 'not-base64!' },
		/it is not base64/,
	],
	[
		'a public key',
		'sftp',
		'privateKey',
		{ privateKeyContent: base64('ssh-rsa AAAAB3NzaC1yc2E acme') },
		/not decode to a private key/,
	],
	[
		'a key of PuTTY',
		'sftp',
		'privateKey',
		{ privateKeyContent: base64('PuTTY-User-Key-File-3: ssh-rsa') },
		/PuTTY/,
	],
	[
		'an elliptic key',
		'sftp',
		'privateKey',
		{ privateKeyContent: base64(sec1) },
		/of the kind "EC PRIVATE KEY"/,
	],
	['a key in PKCS#8', 'sftp', 'privateKey', { privateKeyContent: base64(pkcs8) }, /PKCS#8/],
	[
		'an OpenSSH key of another kind',
		'sftp',
		'privateKey',
		{ privateKeyContent: openSsh('ecdsa-sha2-nistp256') },
		/of the kind "ecdsa-sha2-nistp256"/,
	],
	[
		'a damaged OpenSSH key',
		'sftp',
		'privateKey',
		{ privateKeyContent: base64(pem(1, 'OPENSSH PRIVATE KEY')) },
		/cut off or damaged/,
	],
	[
		'a host with a scheme',
		'sftp',
		'password',
		{ host: 'sftp://files.example.com' },
		/^Invalid Host: it is an address/,
	],
	['a host with a port', 'ftp', 'password', { host: 'files.example.com:21' }, /it contains a port/],
	['a host with a user', 'ftp', 'password', { host: 'acme@files.example.com' }, /user name/],
	['a host with a folder', 'ftp', 'password', { host: 'files.example.com/in' }, /a slash/],
	[
		'a port that is none',
		'sftp',
		'password',
		{ additionalFields: { port: 70_000 } },
		/^Invalid Port/,
	],
	[
		'no connections at once',
		'sftp',
		'password',
		{ additionalFields: { maxConcurrentConnections: 0 } },
		/^Invalid Max Concurrent Connections/,
	],
	[
		'a flag that is none',
		'sftp',
		'password',
		{ additionalFields: { disableChunking: '={{ "maybe" }}' } },
		/^Disable Chunking is not true or false/,
	],
	[
		'a bucket of Google with its address',
		'googleCloudStorage',
		'hmacKey',
		{ additionalFields: { bucketName: 'gs://acme-landing/in' } },
		/^Invalid Bucket Name/,
	],
	[
		'a URL without https',
		'azureDataLakeGen2',
		'servicePrincipal',
		{ url: 'http://acme.dfs.core.windows.net' },
		/^Invalid URL/,
	],
	['no URL', 'azureDataLakeGen2', 'servicePrincipal', { url: '={{ "" }}' }, /^URL is empty$/],
	[
		'half a pair',
		'googleCloudStorage',
		'hmacKey',
		{ secretAccessKey: '={{ "" }}' },
		/^Secret Access Key is empty$/,
	],
	[
		'no pair',
		'oracleObjectStorage',
		'accessKey',
		{ accessKey: '={{ "" }}', secretKey: '={{ "" }}' },
		/^Access Key and Secret Key are empty$/,
	],
	[
		'a protected private key without its pass phrase',
		'sftp',
		'privateKey',
		{ privateKeyContent: openSsh('ssh-rsa', 'aes256-ctr'), passPhrase: '={{ "" }}' },
		/^Pass Phrase is empty/,
	],
	[
		'a list in place of a SAS URI',
		'azureBlob',
		'sasUri',
		{ sasUri: '={{ ["x"] }}' },
		/^SAS URI is not a text$/,
	],
	['no user', 'sftp', 'password', { userName: '={{ "" }}' }, /^User Name is empty$/],
];

describe('Before anything is sent Create refuses', () => {
	it.each(ROWS)('%s', async (_what, source, method, more, message) => {
		const parameters = { ...whole('create', methodCase(source, method)), ...more };
		const { error } = await runNode(local.credential(), { parameters });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/^.{20}/);
		const secrets = Object.values(more).filter((value) => /^(LS0t|-----)/.test(String(value)));
		expect(findLeaks({ said: [error?.message, error?.description] }, secrets.map(String))).toEqual(
			[],
		);
		expect(flowCalls(local.adobe)).toEqual([]);
	});

	it.each([
		['={{ "dropbox" }}', {}, /^Invalid value for Source$/],
		['sftp', { authentication: '={{ "accessKey" }}' }, /^Invalid value for Authentication$/],
	])('source %s with %j', async (source, more, message) => {
		const parameters = { ...whole('create', methodCase('sftp', 'password')), source, ...more };
		const { error } = await runNode(local.credential(), { parameters });
		expect(error?.message).toMatch(message);
		expect(flowCalls(local.adobe)).toEqual([]);
	});
});

it('Where Authentication is an expression that gives nothing, it is the first of the list', async () => {
	const of = methodCase('azureBlob', 'connectionString');
	const parameters = { ...whole('create', of), authentication: '={{ "" }}' };
	const { error, json } = await runNode(local.credential(), { parameters });
	expect(error).toBeUndefined();
	expect(local.adobe.connection(String(json[0]?.id))?.auth?.specName).toBe(of.method.specName);
});
