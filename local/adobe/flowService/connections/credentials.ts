import { fakeKeyId, fakeSecretKey, fakeSessionToken } from '../../demo';
import type { Json, StoredConnection } from '../../types';
import type { World } from '../../world';

type Judge = (params: Json, world: World) => boolean;

/** Whether a SAS URI names a signature and an end that is still ahead (`se`, as Azure writes it). */
function sasWorks({ sasUri }: Json, now: number): boolean {
	if (!URL.canParse(String(sasUri))) return false;
	const { searchParams } = new URL(String(sasUri));
	return searchParams.has('sig') && Date.parse(searchParams.get('se') ?? '') > now;
}

/** What a provider says of credentials beyond whether they were revoked; by `specName`, default yes. */
const JUDGES: Record<string, Judge> = {
	'Access Key': ({ s3AccessKey, s3SecretKey, s3SessionToken, accessKey }, world) =>
		accessKey !== undefined ||
		world.keys.accepts(s3AccessKey, s3SecretKey, s3SessionToken, Date.now()),
	ConnectionString: ({ connectionString }) =>
		/(^|;)AccountName=[^;]+/.test(String(connectionString)) &&
		/(^|;)(AccountKey|SharedAccessSignature)=[^;]+/.test(String(connectionString)),
	'SAS URI Authentication': (params) => sasWorks(params, Date.now()),
	'SSH PublicKey Authentication for sftp': ({ privateKeyContent }) =>
		Buffer.from(String(privateKeyContent), 'base64').toString().includes('PRIVATE KEY-----'),
};

/**
 * Whether the provider of a source would accept the credentials of a connection now. Keys of Amazon S3 must be known and
 * not have expired; a SAS URI carries its own end; everything else works until it is revoked.
 */
export function credentialsWork(world: World, { auth }: StoredConnection): boolean {
	const params = auth?.params ?? {};
	if (Object.values(params).some((value) => world.keys.isRevoked(value))) return false;
	return JUDGES[auth?.specName ?? '']?.(params, world) ?? true;
}

/**
 * Puts S3 keys into a connection that are no longer valid, with the etag as it is: its own have expired, while others
 * that were written with the same keys go on.
 * @throws Error when there is no such connection, or it holds no S3 keys
 */
export function expireKeysOf(world: World, id: unknown): void {
	const connection = world.connections.get(String(id));
	if (connection?.auth?.params.s3AccessKey === undefined) {
		throw new Error('connectionId names no connection with S3 keys');
	}
	const { specName, params } = connection.auth;
	const expired = {
		s3AccessKey: fakeKeyId(world.random, 'ASIA'),
		s3SecretKey: fakeSecretKey(world.random),
		s3SessionToken: fakeSessionToken(world.random),
	};
	world.connections.replace({
		...connection,
		auth: { specName, params: { ...params, ...expired } },
	});
}
