import type { Json } from './client';

export const DAY = 24 * 60 * 60 * 1000;
/** A shared access signature that ends so many milliseconds from now. */
export const sasUri = (ms: number) =>
	`https://acme.blob.core.windows.net/landing?sp=rl&se=${new Date(Date.now() + ms).toISOString()}&sv=2022-11-02&sr=c&sig=FAKEfakeFAKEfake`;
const privateKey = Buffer.from(
	'-----BEGIN RSA PRIVATE KEY-----\nRkFLRQ==\n-----END RSA PRIVATE KEY-----\n',
).toString('base64');
const principal = {
	servicePrincipalId: 'fake-principal',
	servicePrincipalKey: 'fake-principal-key',
	tenant: 'fake-tenant',
};

/** A way to sign in to a source, and what is to be seen of it. */
export interface SourceCase {
	source: string;
	id: string;
	specName: string;
	params: Json;
	/** hidden in answers */
	secrets: string[];
	/** what must be given */
	required: string[];
	/** where its files are */
	prefix: string;
	activity: string;
}

/** The table of contract.md (l). */
export const SOURCES: SourceCase[] = [
	{
		source: 'azureBlob, connection string',
		id: '4c10e202-c428-4796-9208-5f1f5732b1cf',
		specName: 'ConnectionString',
		params: {
			connectionString: 'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=RkFLRQ==',
			container: 'landing',
			folderPath: '/daily/',
		},
		secrets: ['connectionString'],
		required: ['connectionString'],
		prefix: '/landing/daily/',
		activity: 'Azure Blob Storage Copy Activity',
	},
	{
		source: 'azureBlob, SAS',
		id: '4c10e202-c428-4796-9208-5f1f5732b1cf',
		specName: 'SAS URI Authentication',
		params: { sasUri: sasUri(DAY), container: 'landing' },
		secrets: ['sasUri'],
		required: ['sasUri'],
		prefix: '/landing/',
		activity: 'Azure Blob Storage Copy Activity',
	},
	{
		source: 'azureBlob, service principal',
		id: '4c10e202-c428-4796-9208-5f1f5732b1cf',
		specName: 'Service Principal Based Authentication',
		params: {
			...principal,
			serviceEndpoint: 'https://acme.blob.core.windows.net',
			accountKind: 'StorageV2',
			container: 'landing',
		},
		secrets: ['servicePrincipalKey'],
		required: ['servicePrincipalKey', 'servicePrincipalId', 'tenant', 'serviceEndpoint'],
		prefix: '/landing/',
		activity: 'Azure Blob Storage Copy Activity',
	},
	{
		source: 'azureDataLakeGen2',
		id: 'b3ba5556-48be-44b7-8b85-ff2b69b46dc4',
		specName: 'Basic Authentication for adls-gen2',
		params: { ...principal, url: 'https://acme.dfs.core.windows.net' },
		secrets: ['servicePrincipalKey'],
		required: ['servicePrincipalKey', 'url'],
		prefix: '/acme-landing/',
		activity: 'Azure Data Lake Storage Gen2 Copy Activity',
	},
	{
		source: 'googleCloudStorage',
		id: '32e8f412-cdf7-464c-9885-78184cb113fd',
		specName: 'Basic Authentication for google-cloud',
		params: { accessKeyId: 'GOOGFAKE', secretAccessKey: 'fake-secret', bucketName: 'acme-gcs' },
		secrets: ['secretAccessKey'],
		required: ['accessKeyId', 'secretAccessKey'],
		prefix: '/acme-gcs/',
		activity: 'Google Cloud Storage Copy Activity',
	},
	{
		source: 'sftp, password',
		id: 'b7bf2577-4520-42c9-bae9-cad01560f7bc',
		specName: 'Basic Authentication for sftp',
		params: { host: 'sftp.example.com', port: 22, userName: 'acme', password: 'fake-password' },
		secrets: ['password'],
		required: ['host', 'userName', 'password'],
		prefix: '/',
		activity: 'SFTP Copy Activity',
	},
	{
		source: 'sftp, key',
		id: 'b7bf2577-4520-42c9-bae9-cad01560f7bc',
		specName: 'SSH PublicKey Authentication for sftp',
		params: {
			host: 'sftp.example.com',
			userName: 'acme',
			privateKeyContent: privateKey,
			passPhrase: 'fake-phrase',
			disableChunking: true,
			folderPath: 'daily',
		},
		secrets: ['privateKeyContent', 'passPhrase'],
		required: ['privateKeyContent'],
		prefix: '/daily/',
		activity: 'SFTP Copy Activity',
	},
	{
		source: 'ftp',
		id: 'fb2e94c9-c031-467d-8103-6bd6e0a432f2',
		specName: 'Basic Authentication for FTP',
		params: { host: 'ftp.example.com', userName: 'acme', password: 'fake-password' },
		secrets: ['password'],
		required: ['host', 'userName', 'password'],
		prefix: '/',
		activity: 'FTP Copy Activity',
	},
	{
		source: 'azureFileStorage',
		id: 'be5ec48c-5b78-49d5-b8fa-7c89ec4569b8',
		specName: 'Basic Authentication',
		params: { host: '\\\\acme.file.core.windows.net\\share', userId: 'acme', password: 'fake-key' },
		secrets: ['password'],
		required: ['host', 'userId', 'password'],
		prefix: '/',
		activity: 'Azure File Storage Copy Activity',
	},
	{
		source: 'hdfs',
		id: '54e221aa-d342-4707-bcff-7a4bceef0001',
		specName: 'Anonymous Authentication',
		params: { url: 'http://hdfs.example.com:50070' },
		secrets: [],
		required: ['url'],
		prefix: '/',
		activity: 'Apache HDFS Copy Activity',
	},
	{
		source: 'oracleObjectStorage',
		id: 'c85f9425-fb21-426c-ad0b-405e9bd8a46c',
		specName: 'Access Key',
		params: {
			serviceUrl: 'https://acme.compat.objectstorage.example.com',
			accessKey: 'fake-id',
			secretKey: 'fake-secret',
			bucketName: 'acme-oci',
		},
		secrets: ['secretKey'],
		required: ['serviceUrl', 'accessKey', 'secretKey'],
		prefix: '/acme-oci/',
		activity: 'Oracle Object Storage Copy Activity',
	},
];
