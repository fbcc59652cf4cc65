import { DEFAULT_BUCKET } from '../../bucket/bucket';
import type { StoredConnection } from '../../types';
import { sourceOf } from '../specs/sources';

/** Where a connection looks at the made-up files. */
export interface Location {
	/** where the tree hangs: `/bucket/`, `/bucket/folder/`, or `/` for a server without buckets (contract.md (d)) */
	prefix: string;
	/** whether the root is a list of buckets, since the connection names none of several */
	manyBuckets: boolean;
}

/** The container that comes with every sandbox (contract.md (l)). */
export const LANDING_ZONE: Location = { prefix: '/dlz-user-container/', manyBuckets: false };

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.replace(/^\/+|\/+$/g, '') : '';
}

export function locationOf(connection: StoredConnection): Location {
	const params = connection.auth?.params ?? {};
	const { bucketParam } = sourceOf(connection.connectionSpec.id) ?? {};
	const named = bucketParam === undefined ? '' : textOf(params[bucketParam]);
	const bucket = bucketParam === undefined ? '' : named || DEFAULT_BUCKET;
	const parts = [bucket, textOf(params.folderPath)].filter(Boolean);
	return {
		prefix: parts.length === 0 ? '/' : `/${parts.join('/')}/`,
		manyBuckets: bucketParam !== undefined && named === '',
	};
}

/** A path below the prefix, which comes with and without a leading slash; `undefined` outside of it. */
export function below({ prefix }: Location, object: string): string | undefined {
	const path = `/${object.replace(/^\/+/, '')}`;
	return `${path}/`.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
