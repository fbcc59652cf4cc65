import type { ApiClient } from '../../transport/apiClient';
import { asRecord, isRecord } from '../../transport/json';
import { CATALOG } from '../paths';
import { datasetOf } from './datasets';

/** A dataset as Get Many shows it. */
export interface ListedDataset {
	id: string;
	name: string;
	description: string | null;
	profileEnabled: boolean;
	schemaId: string | null;
	/** ISO, UTC. */
	createdAt: string | null;
	updatedAt: string | null;
}

export interface DatasetFilters {
	/** The whole name; '' for any. */
	name: string;
	/** Undefined for any. */
	profileEnabled?: boolean;
}

const PAGE = 100;
const PROPERTIES = 'name,description,schemaRef,tags,created,updated';

/** Datasets by name. What Catalog makes of a filter is compared again here. */
export async function findDatasets(
	client: ApiClient,
	{ name, profileEnabled }: DatasetFilters,
	limit: number,
): Promise<ListedDataset[]> {
	const found = new Map<string, ListedDataset>();
	const seen = new Set<string>();
	for (let start = 0; found.size < limit; start += PAGE) {
		const entries = await readPage(client, start, name);
		const news = entries.filter(([id]) => !seen.has(id));
		for (const [id, entry] of news) {
			seen.add(id);
			const dataset = listed(id, entry);
			const passes =
				(name === '' || dataset.name === name) &&
				(profileEnabled === undefined || dataset.profileEnabled === profileEnabled);
			if (passes && found.size < limit) found.set(id, dataset);
		}
		// Start may be an offset or a cursor: a page with nothing new is the last.
		if (entries.length < PAGE || news.length === 0) break;
	}
	return [...found.values()];
}

/** These signs mean something in filters of the Catalog. */
const SPECIAL = /[,!*~:]/;

async function readPage(
	client: ApiClient,
	start: number,
	name: string,
): Promise<Array<[string, unknown]>> {
	const filter = name !== '' && !SPECIAL.test(name) ? [['name', name] as const] : [];
	const body = await client.read({
		method: 'GET',
		path: `${CATALOG}/dataSets`,
		query: [
			...filter,
			['properties', PROPERTIES],
			['orderBy', 'asc:name'],
			['limit', String(PAGE)],
			['start', String(start)],
		],
		noun: 'dataset',
		isAnswer: (answer) => isRecord(answer) && !Array.isArray(answer),
	});
	return Object.entries(asRecord(body)).filter(([, entry]) => isRecord(entry));
}

function listed(id: string, entry: unknown): ListedDataset {
	const { description, created, updated } = asRecord(entry);
	const { name, schemaId, isProfileEnabled } = datasetOf(id, entry);
	return {
		id,
		name,
		description: typeof description === 'string' && description !== '' ? description : null,
		profileEnabled: isProfileEnabled === true,
		schemaId: schemaId || null,
		createdAt: iso(created),
		updatedAt: iso(updated),
	};
}

function iso(time: unknown): string | null {
	return typeof time === 'number' && time > 0 ? new Date(time).toISOString() : null;
}
