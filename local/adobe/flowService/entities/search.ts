import type { Answer } from '../../server/answers';
import type { Call } from '../../server/call';
import { knownParams } from '../../server/query';
import { type Entity, isObject, type Json } from '../../types';
import { list, type Listing } from './paging';

function projected(item: Json, fields: unknown): Json {
	if (!Array.isArray(fields) || fields.length === 0) return item;
	return Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name)));
}

/**
 * `POST …/search`, up to 1000 items a page. What `queryString` holds is not documented: filters as in `property`, joined
 * with `&`, each with or without `property=`, are read. `projectionFields` are top-level names.
 */
export function search<T extends Entity>(listing: Listing<T>, call: Call): Answer {
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
	const path = `${listing.path}/search`;
	const found = list({ ...listing, maximum: 1000, path }, query);
	const answered = found.body as { items?: Json[]; _links?: { next?: { href: string } } };
	answered.items = answered.items?.map((item) => projected(item, body.projectionFields));
	// The body carries the filters, so that the link of the next page needs only the token.
	const next = answered._links?.next;
	if (next) {
		const params = new URLSearchParams(next.href.split('?')[1]);
		next.href = `${path}?continuationToken=${encodeURIComponent(params.get('continuationToken') ?? '')}`;
	}
	return found;
}
