import { type Answer, answer, noContent } from '../../server/answers';
import type { Call } from '../../server/call';
import { flowRefusal, notFound, sourcesRefusal } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { Entity } from '../../types';
import type { World } from '../../world';
import type { Collection } from './collection';
import { requireBody, requireIfMatch, requireMatch, touched } from './entity';
import { patched, type PatchRules } from './jsonPatch';
import { list, type Listing } from './paging';

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
	/** an item as the caller may see it */
	present(item: T): object;
	/** whether it is there for a reader; default yes */
	isFound?(item: T): boolean;
	/** whether a list that it belongs into shows it; default yes */
	isListed?(item: T): boolean;
	/** judges an item before it is changed or deleted; throws a Refusal */
	requireChangeable?(item: T, operation: 'update' | 'delete'): void;
	/** makes a changed item what is stored, and judges it; throws a Refusal */
	accept?(changed: T, before: T): T;
	/** stores a changed item; default: at once, with a new etag */
	write?(changed: T, before: T, body: unknown): T;
	/** judges a deletion; throws a Refusal */
	requireUnused?(item: T): void;
	/** what follows a deletion */
	removed?(item: T): void;
	/** body of a successful PATCH; default `{id, etag}` */
	updateAnswer?(item: T): object;
}

/** The item that a request names, in its sandbox. */
export function find<T extends Entity>(kind: Kind<T>, call: Call): T {
	const id = call.params.id ?? '';
	const item = kind.rows().get(id);
	if (item?.sandboxName !== call.sandbox.name || kind.isFound?.(item) === false) {
		throw notFound(kind.type, id);
	}
	return item;
}

/** Refuses to delete what a flow still needs (1447-400). */
function requireNoFlow(world: World, id: string): void {
	const used = world.flows
		.all()
		.some((flow) => [...flow.sourceConnectionIds, ...flow.targetConnectionIds].includes(id));
	if (used) throw flowRefusal('1447-400', `Found active flows containing id ${id}.`);
}

/**
 * Whether a creation asks for a draft (contract.md (g), Drafts).
 * @throws Refusal 1368-400 for any other mode
 */
export function asksForDraft({ query }: Call): boolean {
	knownParams(query, ['mode']);
	const mode = query.get('mode');
	if (mode !== null && mode !== 'draft') {
		throw sourcesRefusal(
			'1368-400',
			'Mode is not allowed in flow request. Please check your request and try again.',
		);
	}
	return mode === 'draft';
}

/** 201 with id and etag (contract.md (g)). */
export function created(type: string, item: Entity): Answer {
	const { id, etag } = item;
	return answer(201, { id, etag }, { location: `${FLOW_SERVICE}/${type}/${id}` });
}

/** How items of a kind are listed for a request (contract.md (i)). */
export function listing<T extends Entity>(world: World, kind: Kind<T>, call: Call): Listing<T> {
	return {
		path: `/${kind.type}`,
		rows: kind.rows(),
		sandboxName: call.sandbox.name,
		fields: new Set([...COMMON_FIELDS, ...kind.fields]),
		pageSize: world.settings.pageSize,
		maximum: 100,
		present: kind.present,
		isListed: (item) => kind.isFound?.(item) !== false && kind.isListed?.(item) !== false,
	};
}

/** `GET` of the list and of one item. */
export function readRoutes<T extends Entity>(world: World, kind: Kind<T>): Route[] {
	const base = `${FLOW_SERVICE}/${kind.type}`;
	return [
		{
			method: 'GET',
			url: base,
			checks: 'flow',
			handler: (call) => list(listing(world, kind, call), call.query),
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
	const writeAtOnce = (changed: T): T => {
		const written = touched(world, changed);
		kind.rows().replace(written);
		return written;
	};
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
				kind.requireChangeable?.(item, 'update');
				const changed = patched(item, body, kind.rules);
				const accepted = kind.accept?.(changed, item) ?? changed;
				const written = (kind.write ?? writeAtOnce)(accepted, item, body);
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
				kind.requireChangeable?.(item, 'delete');
				kind.requireUnused?.(item);
				kind.rows().remove(item.id);
				kind.removed?.(item);
				return noContent();
			},
		},
	];
}

/** `POST …/{id}/action?op=publish`: a draft becomes a part of the service (contract.md (g), Drafts). */
function publishRoute<T extends Entity>(
	world: World,
	kind: Kind<T>,
	requireComplete: (item: T) => void,
): Route {
	return {
		method: 'POST',
		url: `${FLOW_SERVICE}/${kind.type}/:id/action`,
		checks: 'flow',
		handler: (call) => {
			knownParams(call.query, ['op', 'subOp']);
			const item = find(kind, call);
			const op = call.query.get('op') ?? '';
			if (op.toLowerCase() !== 'publish') throw unsupportedAction(op);
			if (item.state !== 'draft') throw wrongState(op, item.state);
			requireComplete(item);
			const published = { ...touched(world, item), state: 'enabled' };
			kind.rows().replace(published);
			return answer(200, { id: published.id, etag: published.etag });
		},
	};
}

/** What source and target connections have in common, and what each of them judges by itself. */
export interface Part<T extends Entity> extends Pick<Kind<T>, 'type' | 'rows' | 'fields'> {
	create(call: Call): Answer;
	/** judges what is no draft; throws a Refusal */
	requireReady(item: T): void;
	/** judges a draft that is published; throws a Refusal */
	requireComplete(item: T): void;
}

/** All operations of the parts of flows (contract.md (g)). */
export function partRoutes<T extends Entity>(world: World, part: Part<T>): Route[] {
	const { type, rows, fields, create, requireReady, requireComplete } = part;
	const kind: Kind<T> = {
		type,
		rows,
		fields,
		rules: { writable: [/^\/(name|description)$/, /^\/(data|params)(\/.+)?$/] },
		present: (item) => item,
		accept: (changed) => {
			if (changed.state !== 'draft') requireReady(changed);
			return changed;
		},
		requireUnused: ({ id }) => requireNoFlow(world, id),
		updateAnswer: (item) => ({ items: [item] }),
	};
	return [
		{
			method: 'POST',
			url: `${FLOW_SERVICE}/${type}`,
			checks: 'flow',
			json: true,
			handler: create,
		},
		...readRoutes(world, kind),
		...writeRoutes(world, kind),
		publishRoute(world, kind, requireComplete),
	];
}

/** 1434-400: a word that no action of Flow Service has. */
export function unsupportedAction(op: string) {
	return flowRefusal(
		'1434-400',
		`Unsupported operation '${op}' received. Please use one of the supported operation types and try again.`,
	);
}

/** 1422-400: an action that does not fit the state. */
export function wrongState(op: string, state: string) {
	return flowRefusal(
		'1422-400',
		`The action ${op} cannot be applied on the current state ${state}. Please update the action and try again.`,
	);
}

/** 1421-400: a parent that is a draft still (UNSURE: no code is documented for it). */
export function requirePublished(parent: Entity): void {
	if (parent.state === 'draft') {
		throw flowRefusal('1421-400', 'The current state draft cannot be transitioned.');
	}
}
