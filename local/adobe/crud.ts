import { type Answer, answer, noContent } from './answers';
import type { Call } from './call';
import type { Collection } from './collection';
import { requireBody, requireIfMatch, requireMatch, touched } from './entities';
import { notFound } from './errors';
import { patched, type PatchRules } from './jsonPatch';
import { list } from './paging';
import { knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import type { Entity } from './types';
import type { World } from './world';

const COMMON_FIELDS =
	'id name description state createdAt updatedAt createdBy updatedBy createdClient updatedClient sandboxId sandboxName imsOrgId version etag'.split(
		' ',
	);

/** A kind of entity with the operations that all of them share. */
export interface Kind<T extends Entity> {
	/** for example `flows`: the path, and the type that a 404 names */
	type: string;
	rows(): Collection<T>;
	/** its own top-level fields, for filters and sorting */
	fields: string[];
	rules: PatchRules;
	present(item: T): object;
	/** judges a changed item; throws a Refusal */
	requireValid?(changed: T, before: T): void;
	/** judges a deletion; throws a Refusal */
	requireUnused?(item: T): void;
	/** body of a successful PATCH; default `{id, etag}` */
	updateAnswer?(item: T): object;
}

/** The item that a request names, in its sandbox. */
export function find<T extends Entity>(kind: Kind<T>, call: Call): T {
	const id = call.params.id ?? '';
	const item = kind.rows().get(id);
	if (item?.sandboxName !== call.sandbox.name) throw notFound(kind.type, id);
	return item;
}

/** 201 with id and etag (contract.md (g)). */
export function created(type: string, item: Entity): Answer {
	const { id, etag } = item;
	return answer(201, { id, etag }, { location: `${FLOW_SERVICE}/${type}/${id}` });
}

/** `GET` of the list and of one item. */
export function readRoutes<T extends Entity>(world: World, kind: Kind<T>): Route[] {
	const base = `${FLOW_SERVICE}/${kind.type}`;
	const fields = new Set([...COMMON_FIELDS, ...kind.fields]);
	return [
		{
			method: 'GET',
			url: base,
			checks: 'flow',
			handler: (call) =>
				list(
					{
						path: `/${kind.type}`,
						rows: kind.rows(),
						sandboxName: call.sandbox.name,
						fields,
						pageSize: world.settings.pageSize,
						maximum: 100,
						present: kind.present,
					},
					call.query,
				),
		},
		{
			method: 'GET',
			url: `${base}/:id`,
			checks: 'flow',
			handler: (call) => answer(200, { items: [kind.present(find(kind, call))] }),
		},
	];
}

/** `PATCH` (array, If-Match) and `DELETE` of one item. */
export function writeRoutes<T extends Entity>(world: World, kind: Kind<T>): Route[] {
	const url = `${FLOW_SERVICE}/${kind.type}/:id`;
	return [
		{
			method: 'PATCH',
			url,
			checks: 'flow',
			json: true,
			handler: (call) => {
				knownParams(call.query, []);
				const body = requireBody(call);
				const ifMatch = requireIfMatch(call);
				const item = find(kind, call);
				requireMatch(ifMatch, item);
				const changed = patched(item, body, kind.rules);
				kind.requireValid?.(changed, item);
				const written = touched(world, changed);
				kind.rows().replace(written);
				const { id, etag } = written;
				return answer(200, kind.updateAnswer?.(written) ?? { id, etag });
			},
		},
		{
			method: 'DELETE',
			url,
			checks: 'flow',
			handler: (call) => {
				const item = find(kind, call);
				kind.requireUnused?.(item);
				kind.rows().remove(item.id);
				return noContent();
			},
		},
	];
}
