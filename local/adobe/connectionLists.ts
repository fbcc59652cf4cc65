import type { Call } from './call';
import { presentConnection } from './masking';
import { list, type Listing } from './paging';
import { knownParams } from './query';
import { isObject, type StoredConnection } from './types';
import type { World } from './world';

const FIELDS: ReadonlySet<string> = new Set(
	'id name description connectionSpec state auth createdAt updatedAt createdBy updatedBy createdClient updatedClient sandboxId sandboxName imsOrgId version etag'.split(
		' ',
	),
);

/** How connections are listed (contract.md (i)). */
export function listing(world: World, call: Call, maximum: number): Listing<StoredConnection> {
	const { maskStyle, pageSize } = world.settings;
	return {
		path: '/connections',
		rows: world.connections,
		sandboxName: call.sandbox.name,
		fields: FIELDS,
		pageSize,
		maximum,
		present: (connection) => presentConnection(connection, maskStyle),
	};
}

/**
 * `POST /connections/search`. What `queryString` holds is not documented: filters as in `property`, joined with `&`,
 * each with or without `property=`, are read.
 */
export function search(world: World, call: Call) {
	knownParams(call.query, ['continuationToken']);
	const body = isObject(call.body) ? call.body : {};
	const query = new URLSearchParams();
	for (const part of String(body.queryString ?? '')
		.split('&')
		.filter(Boolean)) {
		query.append('property', part.replace(/^property=(?!=)/, ''));
	}
	for (const name of ['limit', 'orderby', 'count']) {
		if (body[name] !== undefined) query.set(name, String(body[name]));
	}
	const token = call.query.get('continuationToken');
	if (token !== null) query.set('continuationToken', token);
	const found = list({ ...listing(world, call, 1000), path: '/connections/search' }, query);
	// The body carries the filters, so that the link of the next page needs only the token.
	const next = (found.body as { _links?: { next?: { href: string } } })._links?.next;
	if (next) {
		const params = new URLSearchParams(next.href.split('?')[1]);
		next.href = `/connections/search?continuationToken=${encodeURIComponent(params.get('continuationToken') ?? '')}`;
	}
	return found;
}
