import { originOf } from '../platform/origin';
import { wholeNumber } from '../platform/query';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import type { World } from '../world';
import { readBody } from './body';
import { listFunctions, listOperators, validateExpression } from './languages';
import type { MappingSet } from './mappingSets';
import { presentMapping, presentReference, presentSet } from './present';
import { previewSet, validateSet } from './trial';

const DATA_PREP = '/data/foundation/conversion';

function named(world: World, call: Call): MappingSet {
	const { id = '' } = call.params;
	const version = call.query.has('version') ? wholeNumber(call.query, 'version') : undefined;
	const set = world.mappingSets.get(id, version);
	if (set?.sandboxName !== call.sandbox.name) {
		throw platformRefusal(404, `The mapping set ${id} could not be found`);
	}
	return set;
}

function create(world: World, call: Call): Answer {
	const newId = () => world.random.hex(32);
	const body = readBody(call.body, newId);
	const now = Date.now();
	const set: MappingSet = {
		...body,
		id: newId(),
		version: 0,
		sandboxName: call.sandbox.name,
		createdDate: now,
		modifiedDate: now,
	};
	world.mappingSets.save(set);
	// 200, not 201 (dp.yaml).
	return answer(200, presentReference(set));
}

/** Replaces the whole set; there is no etag, the last writer wins (dp.yaml). */
function replace(world: World, call: Call): Answer {
	const { id } = named(world, call);
	const newest = world.mappingSets.get(id) ?? named(world, call);
	const set: MappingSet = {
		...readBody(call.body, () => world.random.hex(32)),
		id,
		version: newest.version + 1,
		sandboxName: newest.sandboxName,
		createdDate: newest.createdDate,
		modifiedDate: Math.max(Date.now(), newest.modifiedDate + 1),
	};
	world.mappingSets.save(set);
	return answer(200, presentSet(set));
}

const SORT_KEYS: Record<string, 'createdDate' | 'modifiedDate'> = {
	createdDate: 'createdDate',
	updatedDate: 'modifiedDate',
};

/** `+` is a blank where it was not encoded. Without a wish the last updated set comes first. */
function sorted(sets: MappingSet[], orderBy: string | null): MappingSet[] {
	const [, sign, name = ''] = /^([-+ ]?)(.*)$/.exec(orderBy ?? '-updatedDate') ?? [];
	const key = SORT_KEYS[name];
	if (!key) throw platformRefusal(400, `The sets cannot be ordered by ${name}`);
	const direction = sign === '-' ? -1 : 1;
	return [...sets].sort((left, right) => direction * (left[key] - right[key]));
}

/** Pages by offset; `limit` and `start` are both required (dp.yaml). */
function list(world: World, call: Call): Answer {
	const limit = wholeNumber(call.query, 'limit');
	const start = wholeNumber(call.query, 'start');
	const name = call.query.get('name');
	const sets = world.mappingSets
		.in(call.sandbox.name)
		.filter((set) => name === null || set.name === name);
	const page = sorted(sets, call.query.get('orderBy')).slice(start, start + limit);
	const more = start + page.length < sets.length;
	const query = new URLSearchParams(call.query);
	query.set('start', String(start + limit));
	const href = `${originOf(call)}${DATA_PREP}/mappingSets`;
	return answer(200, {
		data: page.map(presentSet),
		_page: { limit, count: page.length },
		_links: {
			...(more && { next: { href: `${href}?${query}` } }),
			page: { href: `${href}?limit={limit}&start={start}`, templated: true },
		},
	});
}

function oneMapping(world: World, call: Call): Answer {
	const set = named(world, call);
	const mapping = set.mappings.find(({ id }) => id === call.params.mapping);
	if (!mapping) {
		throw platformRefusal(404, `The mapping ${call.params.mapping} could not be found`);
	}
	return answer(200, presentMapping(set, mapping));
}

/** Mapping sets and the language of their expressions (dp.yaml; contract.md (m)). */
export function dataPrepRoutes(world: World): Route[] {
	const sets = `${DATA_PREP}/mappingSets`;
	const read = (url: string, handler: Route['handler']): Route => ({
		method: 'GET',
		url,
		checks: 'flow',
		handler,
	});
	const write = (method: 'POST' | 'PUT', url: string, handler: Route['handler']): Route => ({
		method,
		url,
		checks: 'flow',
		json: true,
		handler,
	});
	return [
		read(sets, (call) => list(world, call)),
		write('POST', sets, (call) => create(world, call)),
		write('POST', `${sets}/validate`, (call) => validateSet(world, call)),
		write('POST', `${sets}/preview`, (call) => previewSet(world, call)),
		read(`${sets}/:id`, (call) => answer(200, presentSet(named(world, call)))),
		write('PUT', `${sets}/:id`, (call) => replace(world, call)),
		read(`${sets}/:id/mappings`, (call) => {
			const set = named(world, call);
			return answer(
				200,
				set.mappings.map((mapping) => presentMapping(set, mapping)),
			);
		}),
		read(`${sets}/:id/mappings/:mapping`, (call) => oneMapping(world, call)),
		read(`${DATA_PREP}/languages/el/functions`, listFunctions),
		read(`${DATA_PREP}/languages/el/operators`, listOperators),
		write('POST', `${DATA_PREP}/languages/el/validate`, validateExpression),
	];
}
