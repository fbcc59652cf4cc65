import type { MaskStyle } from './settings';
import type { Json, StoredConnection } from './types';

const PLACEHOLDERS: Record<string, string> = {
	s3SecretKey: '{SECRET_KEY}',
	s3SessionToken: '{SESSION_TOKEN}',
};

function mask(key: string, value: unknown, style: MaskStyle): unknown {
	switch (style) {
		case 'stars':
			return '********';
		case 'placeholder':
			return PLACEHOLDERS[key];
		case 'partial':
			return `************${String(value).slice(-4)}`;
		default:
			return value;
	}
}

/** A connection's parameters as GET and list show them (contract.md (d), Secrets in GET answers). */
function maskParams(params: Json, style: MaskStyle): Json {
	const shown: Json = {};
	for (const [key, value] of Object.entries(params)) {
		if (!(key in PLACEHOLDERS)) shown[key] = value;
		else if (style !== 'removed') shown[key] = mask(key, value, style);
	}
	return shown;
}

/** A connection as GET and list show it; without version and etag while it is initializing (contract.md (c)). */
export function presentConnection(connection: StoredConnection, style: MaskStyle): Json {
	const { version, etag, auth, ...rest } = connection;
	return {
		...rest,
		...(auth && { auth: { ...auth, params: maskParams(auth.params, style) } }),
		...(connection.state !== 'initializing' && { version, etag }),
	};
}
