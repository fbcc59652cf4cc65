import type { ApiClient } from '../adobe/apiClient';
import { notFound } from '../adobe/errors/explain';
import { asFailure, Failure } from '../adobe/errors/failure';
import { type Query, CATALOG } from '../adobe/entity/kind';
import { asRecord, isObject, isRecord } from '../adobe/json';
import type { ReadOnce } from '../adobe/session';

/** A dataset of Adobe's Catalog, as far as a dataflow needs it. */
export interface Dataset {
	id: string;
	name: string;
	/** The schema's `$id`, a URI. */
	schemaId: string;
	/** The schema's major version, from the content type of the reference. */
	schemaVersion: string;
	/** Whether the dataset is enabled for Real-Time Customer Profile. */
	isProfileEnabled?: boolean;
}

/** Datasets on one page. The Catalog allows 100 (contract.md, Catalog). */
export const PAGE_SIZE = 100;
const PROPERTIES = 'name,schemaRef';

/**
 * `GET /dataSets/{id}`. The Catalog returns an object keyed by the ID (contract.md, Catalog).
 * @throws Failure if it does not exist, or if it has no schema
 */
export async function getDataset(client: ApiClient, id: string): Promise<Dataset> {
	const body = await client.read({
		method: 'GET',
		path: `${CATALOG}/dataSets/${encodeURIComponent(id)}`,
		noun: 'dataset',
	});
	const entry = asRecord(body)[id];
	if (!isRecord(entry)) {
		const { message, description } = notFound('dataset');
		throw new Failure(message, description, '404');
	}
	const dataset = datasetOf(id, entry);
	if (dataset.schemaId) return dataset;
	throw new Failure(
		`The dataset "${dataset.name}" has no schema`,
		'A mapping needs the fields of a schema. Choose a dataset that was created from a schema.',
	);
}

/** Up to this many names are read one by one. More are faster to find in the list. */
const MOST_SINGLE_NAMES = 3;
const MOST_NAME_PAGES = 20;

/** The names of datasets by ID. Datasets that cannot be read are missing. */
export async function datasetNames(
	client: ApiClient,
	readOnce: ReadOnce,
	ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const wanted = new Set(ids);
	if (wanted.size > MOST_SINGLE_NAMES) {
		return await readOnce(
			['dataset names', ...wanted],
			async () => await listNames(client, wanted),
		);
	}
	const names = new Map<string, string>();
	for (const id of wanted) {
		const dataset = await readOnce(['dataset', id], async () => await getDataset(client, id)).catch(
			asFailure,
		);
		if (!(dataset instanceof Failure)) names.set(id, dataset.name);
	}
	return names;
}

async function listNames(
	client: ApiClient,
	wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
	const names = new Map<string, string>();
	let start: number | undefined = 0;
	for (let pages = 0; pages < MOST_NAME_PAGES && start !== undefined; pages++) {
		const page: DatasetPage | Failure = await listDatasets(client, start).catch(asFailure);
		if (page instanceof Failure) break;
		for (const { id, name } of page.datasets) if (wanted.has(id)) names.set(id, name);
		start = names.size < wanted.size ? page.next : undefined;
	}
	return names;
}

interface DatasetPage {
	datasets: Dataset[];
	/** Where the next page starts; undefined on the last one. */
	next?: number;
}

/** One page of `GET /dataSets`, by name. */
export async function listDatasets(client: ApiClient, start: number): Promise<DatasetPage> {
	const entries = await readPage(client, PROPERTIES, start);
	return {
		datasets: entries
			.filter(([, entry]) => isRecord(entry))
			.map(([id, entry]) => datasetOf(id, entry)),
		next: entries.length < PAGE_SIZE ? undefined : start + entries.length,
	};
}

/** A page of datasets by ID, with these properties. */
export async function readPage(
	client: ApiClient,
	properties: string,
	start: number,
	filter: Query = [],
): Promise<Array<[string, unknown]>> {
	const body = await client.read({
		method: 'GET',
		path: `${CATALOG}/dataSets`,
		query: [
			...filter,
			['properties', properties],
			['orderBy', 'asc:name'],
			['limit', String(PAGE_SIZE)],
			['start', String(start)],
		],
		noun: 'dataset',
		isAnswer: isObject,
	});
	return Object.entries(asRecord(body));
}

export function datasetOf(id: string, entry: unknown): Dataset {
	const { name, schemaRef, tags } = asRecord(entry);
	const { id: schemaId, contentType } = asRecord(schemaRef);
	return {
		id,
		name: typeof name === 'string' ? name : id,
		schemaId: typeof schemaId === 'string' ? schemaId : '',
		schemaVersion: /version=(\d+)/.exec(String(contentType))?.[1] ?? '1',
		...(isProfileEnabled(tags) && { isProfileEnabled: true }),
	};
}

/** Tags may contain blanks: `enabled: true` (contract.md, Catalog). */
function isProfileEnabled(tags: unknown): boolean {
	const { unifiedProfile } = asRecord(tags);
	const words = Array.isArray(unifiedProfile) ? (unifiedProfile as unknown[]) : [unifiedProfile];
	return words.some((word) => String(word).replace(/\s/g, '').toLowerCase() === 'enabled:true');
}

/** A sandbox has few datasets for Profile, so no more pages are read. */
const MOST_PROFILE_PAGES = 2;

/** Names of the datasets that are enabled for Real-Time Customer Profile, by ID. */
export async function profileDatasets(client: ApiClient): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (let page = 0; page < MOST_PROFILE_PAGES; page++) {
		const filter: Query = [['tags', 'unifiedProfile:*']];
		const entries = await readPage(client, 'name,tags', page * PAGE_SIZE, filter);
		for (const [id, entry] of entries) {
			const { name, isProfileEnabled: isEnabled } = datasetOf(id, entry);
			if (isEnabled) found.set(id, name);
		}
		if (entries.length < PAGE_SIZE) break;
	}
	return found;
}
