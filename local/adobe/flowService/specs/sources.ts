/** A parameter of an authentication; text unless it says otherwise. */
interface Param {
	name: string;
	required?: boolean;
	/** hidden in answers (contract.md (d), Secrets in GET answers) */
	secret?: boolean;
	type?: 'integer' | 'boolean';
	description?: string;
}

/** A way to sign in to a source, under Adobe's own `specName`. */
export interface AuthMethod {
	specName: string;
	type: string;
	params: Param[];
}

/** A cloud storage as a source (contract.md (l)). */
export interface Source {
	/** connection spec ID */
	id: string;
	/** name of the connection spec */
	name: string;
	title: string;
	/** parameter that names the bucket or container; none where the root is the root of a server */
	bucketParam?: string;
	auth: AuthMethod[];
	/** whether the kind of authentication is fixed at the creation (EN:sources/…/create/cloud-storage/blob.md) */
	fixedAuth?: boolean;
}

const needed = (name: string, description?: string): Param => ({
	name,
	required: true,
	description,
});
const optional = (name: string, description?: string): Param => ({ name, description });
const secret = (name: string): Param => ({ name, required: true, secret: true });

const serviceUrl = optional('serviceUrl', 'Required when the bucket is region-specific');
const bucketName = optional('bucketName', 'Needed when access is restricted to one bucket');
const folderPath = optional('folderPath', 'Needed when access is restricted to one folder');
const container = optional('container', 'Needed when access is restricted to one container');

/** Amazon S3 (contract.md (d)). */
export const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';
/** The landing zone that comes with every sandbox: no base connection, no credentials (contract.md (l)). */
export const LANDING_ZONE_SPEC = '26f526f2-58f4-4712-961d-e41bf1ccc0e8';

const sftpServer: Param[] = [
	needed('host'),
	{ name: 'port', type: 'integer' },
	needed('userName'),
	{ name: 'maxConcurrentConnections', type: 'integer' },
	folderPath,
	{ name: 'disableChunking', type: 'boolean' },
];

const servicePrincipal: Param[] = [
	needed('servicePrincipalId'),
	secret('servicePrincipalKey'),
	needed('tenant'),
];

/** Every cloud storage that the flow spec CloudStorageToAEP takes and that Adobe documents (contract.md (l)). */
export const sources: Source[] = [
	{
		id: S3_SPEC,
		name: 'amazon-s3',
		title: 'Amazon S3',
		bucketParam: 'bucketName',
		auth: [
			{
				specName: 'Access Key',
				type: 'KeyBased',
				params: [
					needed('s3AccessKey'),
					secret('s3SecretKey'),
					{ name: 's3SessionToken', secret: true },
					serviceUrl,
					bucketName,
					folderPath,
				],
			},
			{
				specName: 'IAMRole Based',
				type: 'IamBasedAuthentication',
				params: [serviceUrl, { ...bucketName, required: true }, folderPath],
			},
		],
	},
	{
		id: '4c10e202-c428-4796-9208-5f1f5732b1cf',
		name: 'azure-blob',
		title: 'Azure Blob Storage',
		bucketParam: 'container',
		fixedAuth: true,
		auth: [
			{
				specName: 'ConnectionString',
				type: 'ConnectionString',
				params: [secret('connectionString'), container, folderPath],
			},
			{
				specName: 'SAS URI Authentication',
				type: 'SasURIAuthentication',
				params: [secret('sasUri'), container, folderPath],
			},
			{
				specName: 'Service Principal Based Authentication',
				type: 'ServicePrincipalBasedAuthentication',
				params: [
					needed('serviceEndpoint'),
					...servicePrincipal,
					optional('accountKind'),
					container,
					folderPath,
				],
			},
		],
	},
	{
		id: 'b3ba5556-48be-44b7-8b85-ff2b69b46dc4',
		name: 'adls-gen2',
		title: 'Azure Data Lake Storage Gen2',
		bucketParam: 'container',
		auth: [
			{
				specName: 'Basic Authentication for adls-gen2',
				type: 'BasicAuthentication',
				params: [needed('url'), ...servicePrincipal],
			},
		],
	},
	{
		id: 'be5ec48c-5b78-49d5-b8fa-7c89ec4569b8',
		name: 'azure-file-storage',
		title: 'Azure File Storage',
		auth: [
			{
				specName: 'Basic Authentication',
				type: 'BasicAuthentication',
				params: [needed('host'), needed('userId'), secret('password')],
			},
		],
	},
	{
		id: '32e8f412-cdf7-464c-9885-78184cb113fd',
		name: 'google-cloud',
		title: 'Google Cloud Storage',
		bucketParam: 'bucketName',
		auth: [
			{
				specName: 'Basic Authentication for google-cloud',
				type: 'BasicAuthentication',
				params: [needed('accessKeyId'), secret('secretAccessKey'), bucketName, folderPath],
			},
		],
	},
	{
		id: 'b7bf2577-4520-42c9-bae9-cad01560f7bc',
		name: 'sftp',
		title: 'SFTP',
		auth: [
			{
				specName: 'Basic Authentication for sftp',
				type: 'BasicAuthentication',
				params: [...sftpServer, secret('password')],
			},
			{
				specName: 'SSH PublicKey Authentication for sftp',
				type: 'SshPublicKeyAuthentication',
				params: [...sftpServer, secret('privateKeyContent'), { name: 'passPhrase', secret: true }],
			},
		],
	},
	{
		id: 'fb2e94c9-c031-467d-8103-6bd6e0a432f2',
		name: 'ftp',
		title: 'FTP',
		auth: [
			{
				specName: 'Basic Authentication for FTP',
				type: 'BasicAuthentication',
				params: [needed('host'), needed('userName'), secret('password')],
			},
		],
	},
	{
		id: '54e221aa-d342-4707-bcff-7a4bceef0001',
		name: 'hdfs',
		title: 'Apache HDFS',
		auth: [
			{
				specName: 'Anonymous Authentication',
				type: 'AnonymousAuthentication',
				params: [needed('url')],
			},
		],
	},
	{
		id: 'c85f9425-fb21-426c-ad0b-405e9bd8a46c',
		name: 'oracle-object-storage',
		title: 'Oracle Object Storage',
		bucketParam: 'bucketName',
		auth: [
			{
				specName: 'Access Key',
				type: 'KeyBased',
				params: [
					{ ...serviceUrl, required: true },
					needed('accessKey'),
					secret('secretKey'),
					bucketName,
					folderPath,
				],
			},
		],
	},
	{
		id: LANDING_ZONE_SPEC,
		name: 'landing-zone',
		title: 'Data Landing Zone',
		bucketParam: 'bucketName',
		auth: [],
	},
];

/** The source of a connection spec ID. */
export function sourceOf(specId: string): Source | undefined {
	return sources.find(({ id }) => id === specId);
}

/** The parameters that are hidden, of a connection of this source signed in by this method. */
export function secretsOf(specId: string, specName: string): string[] {
	const method = sourceOf(specId)?.auth.find((candidate) => candidate.specName === specName);
	return (method?.params ?? []).filter((param) => param.secret).map(({ name }) => name);
}
