import type {
	IDataObject,
	INodeProperties,
	ILoadOptionsFunctions,
	INodeListSearchResult,
} from 'n8n-workflow';
import { getDataset, datasetOf, type Dataset, readIdentities, readSchema } from './dataset';
import {
	filtersField,
	limitFields,
	nameFilter,
	optionsField,
	simplifyFields,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asFlag } from '../node/values';
import { datasetIdField } from '../dataflow/fields';
import { getFailedRecordsOfBatch } from './batch/batch';
import { failedRecordsOutput } from '../run/failedRecords';
import type { ApiClient } from '../adobe/apiClient';
import { type Query, CATALOG } from '../adobe/entity/kind';
import { asRecord, isoTime, isRecord, isObject } from '../adobe/json';
import { listFor, FULL_LIST, MOST_PAGES } from '../node/lists';

/** A dataset as Get Many returns it. */
interface ListedDataset {
	name: string;
	id: string;
	description: string | null;
	profileEnabled: boolean;
	schemaId: string | null;
	/** ISO 8601, UTC. */
	createdAt: string | null;
	updatedAt: string | null;
}

interface DatasetFilters {
	/** The exact name; '' for any. */
	name: string;
	/** Undefined for any. */
	profileEnabled?: boolean;
}

/** Characters with a meaning in filters of the Catalog. */
const SPECIAL = /[,!*~:]/;

const LISTED_PROPERTIES = 'name,description,schemaRef,tags,created,updated';

/** Lists datasets by name. Filters are applied here as well, since the Catalog may match more. */
export async function findDatasets(
	client: ApiClient,
	{ name, profileEnabled }: DatasetFilters,
	limit: number,
): Promise<ListedDataset[]> {
	const filter: Query = name !== '' && !SPECIAL.test(name) ? [['name', name]] : [];
	const found = new Map<string, ListedDataset>();
	const seen = new Set<string>();
	for (let start = 0; found.size < limit; start += PAGE_SIZE) {
		const page = await readPage(client, LISTED_PROPERTIES, start, filter);
		const entries = page.filter(([, entry]) => isRecord(entry));
		const news = entries.filter(([id]) => !seen.has(id));
		for (const [id, entry] of news) {
			seen.add(id);
			const dataset = listed(id, entry);
			const passes =
				(name === '' || dataset.name === name) &&
				(profileEnabled === undefined || dataset.profileEnabled === profileEnabled);
			if (passes && found.size < limit) found.set(id, dataset);
		}
		// `start` may be an offset or a cursor, so a page with nothing new is the last one.
		if (entries.length < PAGE_SIZE || news.length === 0) break;
	}
	return [...found.values()];
}

function listed(id: string, entry: unknown): ListedDataset {
	const { description, created, updated } = asRecord(entry);
	const { name, schemaId, isProfileEnabled } = datasetOf(id, entry);
	return {
		name,
		id,
		description: typeof description === 'string' && description !== '' ? description : null,
		profileEnabled: isProfileEnabled === true,
		schemaId: schemaId || null,
		createdAt: isoTime(created),
		updatedAt: isoTime(updated),
	};
}

const getAllFields: INodeProperties[] = [
	...limitFields,
	filtersField(nameFilter, {
		displayName: 'Profile Enabled',
		name: 'profileEnabled',
		type: 'boolean',
		default: true,
		description:
			'Whether only datasets that feed Real-Time Customer Profile are listed, or only others',
	}),
	optionsField(),
];

function prepareGetAll(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const { name, profileEnabled } = parameters.members('filters');
	const filters = {
		name: String(name ?? ''),
		...(profileEnabled !== undefined && {
			profileEnabled: asFlag(profileEnabled, 'profileEnabled'),
		}),
	};
	return {
		settings: parameters.settings(),
		run: async (client) =>
			(await findDatasets(client, filters, limit)).map(
				(dataset) => ({ ...dataset }) as IDataObject,
			),
	};
}

export const getAll: Operation = {
	label: 'Get Many',
	action: 'Get many datasets',
	description: 'List datasets by name, with their IDs and schemas',
	properties: getAllFields,
	prepare: prepareGetAll,
};

function prepareGetFields(parameters: ItemParameters): Task {
	const id = parameters.id('datasetId', 'dataset');
	const settings = parameters.settings();
	return {
		settings,
		async run(client) {
			return await client.readOnce(['dataset fields', id], async () => {
				const dataset = await getDataset(client, id);
				const [{ fields }, identities] = await Promise.all([
					readSchema(client, dataset),
					readIdentities(client),
				]);
				const known = identities?.get(dataset.schemaId) ?? [];
				const namespaces = new Map(known.map(({ path, namespace }) => [path, namespace]));
				return fields.map(
					({ path, type, required, requiredWithin, description }): IDataObject => ({
						path,
						type,
						required,
						...(requiredWithin !== undefined && { requiredWithin }),
						identity: namespaces.get(path) ?? null,
						description: description ?? null,
					}),
				);
			});
		},
	};
}

export const getFields: Operation = {
	label: 'Get Fields',
	action: 'Get the fields of a dataset',
	description:
		'Read the fields of a dataset: path, type, whether it is required, and whether it identifies a person',
	properties: [
		{ ...datasetIdField, description: 'The dataset whose fields to read' },
		optionsField(),
	],
	prepare: prepareGetFields,
};

const failedRecordsFields: INodeProperties[] = [
	{
		displayName: 'Batch ID',
		name: 'batchId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 01KC0R1N4Y8Q2T6V9XZ3B5D7FG',
		description: 'The batchId in the output of Upload',
	},
	...limitFields,
	...simplifyFields,
	optionsField(),
];

function prepareFailedRecords(parameters: ItemParameters): Task {
	const id = parameters.id('batchId', 'batch');
	const limit = parameters.limit();
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		run: async (client) =>
			failedRecordsOutput(client, await getFailedRecordsOfBatch(client, id, limit), isSimplified),
	};
}

export const getFailedRecords: Operation = {
	label: 'Get Failed Records',
	action: 'Get the failed records of a batch',
	description: 'Read the records of an upload that Adobe could not ingest, each with the reason',
	properties: failedRecordsFields,
	prepare: prepareFailedRecords,
};

/** The list of datasets that have a schema, by name, loaded as the user scrolls. */
export async function searchDatasets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = filter?.trim().toLowerCase() ?? '';
	return await listFor(this, ['datasets', search, paginationToken], async (client) => {
		const found: Dataset[] = [];
		let next: number | undefined = Number(paginationToken ?? 0) || 0;
		for (let pages = 0; next !== undefined && pages < MOST_PAGES; pages++) {
			const page = await listDatasets(client, next);
			found.push(
				...page.datasets.filter(
					({ name, schemaId }) => schemaId !== '' && name.toLowerCase().includes(search),
				),
			);
			next = page.next;
			if (found.length >= FULL_LIST) break;
		}
		return {
			results: found.map(({ id, name }) => ({ name, value: id })),
			...(next !== undefined && { paginationToken: String(next) }),
		};
	});
}

/** Datasets on one page. The Catalog allows 100 (contract.md, Catalog). */
export const PAGE_SIZE = 100;

const PROPERTIES = 'name,schemaRef';

export interface DatasetPage {
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
