import type { Batch } from '../batches';
import { presentUpload } from '../import/present';
import { wholeNumber } from '../platform/query';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import type { Json } from '../types';
import type { World } from '../world';
import { presentBatch } from './batch';
import { type Dataset, presentDataset } from './datasets';
import { filterOf, orderOf } from './filters';

const CATALOG = '/data/foundation/catalog';

/** An object of the Catalog with its id, which is the key in answers. */
type Entry = [id: string, object: Json];

/** A kind of object, all of the caller's sandbox. */
interface Kind {
	type: 'dataSets' | 'batches';
	all(call: Call): Entry[];
	one(call: Call, id: string): Entry | undefined;
}

/** Only the properties asked for; those that an object does not have are left out (EN:catalog/api/filter-data.md). */
function chosen(object: Json, query: URLSearchParams): Json {
	const names = query.get('properties')?.split(',');
	if (!names) return object;
	return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

/**
 * Answers are one object, keyed by id. Keys of 24 hexadecimal digits or 26 characters keep the order in which they are
 * written, so the order of the answer is that of `orderBy`.
 */
function keyed(entries: Entry[], query: URLSearchParams): Answer {
	return answer(
		200,
		Object.fromEntries(entries.map(([id, object]) => [id, chosen(object, query)])),
	);
}

function list(kind: Kind, call: Call): Answer {
	const { query } = call;
	// EN:catalog/api/filter-data.md, Limit returned objects.
	const limit = wholeNumber(query, 'limit', { usual: 20, minimum: 1, maximum: 100 });
	const start = wholeNumber(query, 'start', { usual: 0 });
	const passes = filterOf(query);
	const order = orderOf(query.get('orderBy'));
	const found = kind
		.all(call)
		.filter(([, object]) => passes(object))
		.sort(([, left], [, right]) => order(left, right));
	return keyed(found.slice(start, start + limit), query);
}

/** One object, or several with their ids separated by commas (EN:catalog/api, look up multiple objects). */
function lookUp(kind: Kind, call: Call): Answer {
	const ids = (call.params.id ?? '').split(',');
	const entries = ids.map((id) => kind.one(call, id)).filter((entry) => entry !== undefined);
	if (entries.length === 0) {
		throw platformRefusal(404, `The ${kind.type} with id ${ids.join(',')} could not be found`);
	}
	return keyed(entries, call.query);
}

/** Datasets and batches as the Catalog shows them (cat.yaml). */
export function catalogRoutes(world: World): Route[] {
	const { organizationId, clientId } = world.demo;
	const ofDataset = (dataset: Dataset): Entry => [
		dataset.id,
		presentDataset(dataset, organizationId, clientId),
	];
	const ofBatch = (batch: Batch): Entry => [
		batch.id,
		batch.upload
			? presentUpload(batch, batch.upload, organizationId, clientId)
			: presentBatch(batch, organizationId, clientId),
	];
	const kinds: Kind[] = [
		{
			type: 'dataSets',
			all: ({ sandbox }) => world.datasets.in(sandbox.name).map(ofDataset),
			one: ({ sandbox }, id) => {
				const dataset = world.datasets.get(id, sandbox.name);
				return dataset && ofDataset(dataset);
			},
		},
		{
			type: 'batches',
			all: ({ sandbox }) => world.batches.all(sandbox.name).map(ofBatch),
			one: ({ sandbox }, id) => {
				const batch = world.batches.get(id, sandbox.name);
				return batch && ofBatch(batch);
			},
		},
	];
	return kinds.flatMap((kind): Route[] => [
		{
			method: 'GET',
			url: `${CATALOG}/${kind.type}`,
			checks: 'flow',
			handler: (call) => list(kind, call),
		},
		{
			method: 'GET',
			url: `${CATALOG}/${kind.type}/:id`,
			checks: 'flow',
			handler: (call) => lookUp(kind, call),
		},
	]);
}
