import type { LocalAdobe } from '../../local/adobe';

/** Lets the Amazon S3 keys that a connection holds end now. */
export function expireKeys(adobe: LocalAdobe, connectionId: string): void {
	const { s3AccessKey, s3SecretKey, s3SessionToken } =
		adobe.connection(connectionId)?.auth?.params ?? {};
	adobe.registerKeys({
		accessKey: String(s3AccessKey),
		secretKey: String(s3SecretKey),
		...(s3SessionToken !== undefined && { sessionToken: String(s3SessionToken) }),
		expiresAt: Date.now(),
	});
}
