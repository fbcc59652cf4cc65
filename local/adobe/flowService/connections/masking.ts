import type { MaskStyle } from '../../server/settings';
import type { Json, StoredConnection } from '../../types';
import { secretsOf } from '../specs/sources';

/** `{SECRET_KEY}` for `s3SecretKey`, as Adobe's samples have it. */
function placeholder(key: string): string {
	const words = key.replace(/^s3/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_');
	return `{${words.toUpperCase()}}`;
}

function mask(key: string, value: unknown, style: MaskStyle): unknown {
	switch (style) {
		case 'stars':
			return '********';
		case 'placeholder':
			return placeholder(key);
		case 'partial':
			return `************${String(value).slice(-4)}`;
		default:
			return value;
	}
}

/** A connection's parameters as GET and list show them (contract.md (d), Secrets in GET answers). */
function maskParams(params: Json, secrets: string[], style: MaskStyle): Json {
	const shown: Json = {};
	for (const [key, value] of Object.entries(params)) {
		if (!secrets.includes(key)) shown[key] = value;
		else if (style !== 'removed') shown[key] = mask(key, value, style);
	}
	return shown;
}

/** A connection as GET and list show it; without version and etag while it is initializing (contract.md (c)). */
export function presentConnection(connection: StoredConnection, style: MaskStyle): Json {
	const { version, etag, auth, ...rest } = connection;
	const secrets = secretsOf(connection.connectionSpec.id, auth?.specName ?? '');
	return {
		...rest,
		...(auth && { auth: { ...auth, params: maskParams(auth.params, secrets, style) } }),
		...(connection.state !== 'initializing' && { version, etag }),
	};
}
