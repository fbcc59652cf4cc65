import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { getDataset, datasetOf, type Dataset, readIdentities, readSchema } from './dataset';
import {
	filtersField,
	limitFields,
	nameFilter,
	optionsField,
	simplifyFields,
} from '../node/commonFields';
import type { Operation } from '../node/operation';
import { asFlag } from '../node/values';
import { datasetIdField } from '../dataflow/fields';
import { flatBatch, getBatch } from './batch/batch';
import { failedRecordsOf, type FailedRecords } from '../run/failedRecords';
import { isFinished } from '../run/run';
import { failedRecordsTask } from '../run/get.operation';
import type { ApiClient } from '../adobe/apiClient';
import { type Query, CATALOG } from '../adobe/entity/kind';
import { catalogPages } from '../adobe/entity/read';
import { isoTime } from '../adobe/json';
import { listFor, FULL_LIST, MOST_PAGES } from '../node/lists';

type ListedDataset = {
	name: string;
	id: string;
	description: string | null;
	profileEnabled: boolean;
	schemaId: string | null;
	/** ISO 8601, UTC. */
	createdAt: string | null;
	updatedAt: string | null;
};

interface DatasetFilters {
	/** The exact name; '' for any. */
	name: string;
	/** Undefined for any. */
	profileEnabled?: boolean;
}

/** Characters with a meaning in filters of the Catalog. */
const SPECIAL = /[,!*~:]/;

const LISTED_PROPERTIES = 'name,description,schemaRef,tags,created,updated';

/** Filters are applied here as well, since the Catalog may match more. */
export async function findDatasets(
	client: ApiClient,
	{ name, profileEnabled }: DatasetFilters,
	limit: number,
): Promise<ListedDataset[]> {
	const filter: Query = name !== '' && !SPECIAL.test(name) ? [['name', name]] : [];
	const found: ListedDataset[] = [];
	for await (const { entries } of datasetPages(client, { properties: LISTED_PROPERTIES, filter })) {
		const passing = entries
			.map(([id, entry]) => listedDataset(id, entry))
			.filter(
				(dataset) =>
					(name === '' || dataset.name === name) &&
					(profileEnabled === undefined || dataset.profileEnabled === profileEnabled),
			);
		found.push(...passing);
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}

function listedDataset(id: string, entry: Record<string, unknown>): ListedDataset {
	const { description, created, updated } = entry;
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

export const getAll: Operation = {
	label: 'Get Many',
	action: 'Get many datasets',
	description: 'List datasets by name, with their IDs and schemas',
	properties: [
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
	],
	prepare(parameters) {
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
			run: async (client) => await findDatasets(client, filters, limit),
		};
	},
};

export const getFields: Operation = {
	label: 'Get Fields',
	action: 'Get the fields of a dataset',
	description:
		'Read the fields of a dataset: path, type, whether it is required, and whether it identifies a person',
	properties: [
		{ ...datasetIdField, description: 'The dataset whose fields to read' },
		optionsField(),
	],
	prepare(parameters) {
		const id = parameters.id('datasetId', 'dataset');
		const settings = parameters.settings();
		return {
			settings,
			async run(client) {
				return await client.readOnce(['dataset fields', id], async () => {
					const dataset = await getDataset(client, id);
					const [{ fields }, identities] = await Promise.all([
						readSchema(client, dataset),
						readIdentities(client, dataset),
					]);
					const namespaces = new Map(identities?.map(({ path, namespace }) => [path, namespace]));
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
	},
};

/** The records that a batch could not ingest, with their reasons (Data Access, error diagnostics). */
export async function getFailedRecordsOfBatch(
	client: ApiClient,
	batchId: string,
	limit: number,
): Promise<FailedRecords> {
	const { status, recordsFailed } = flatBatch(await getBatch(client, batchId));
	if (!isFinished(status)) {
		return { records: [], whyNone: 'The batch has not finished yet. Wait for it first.' };
	}
	const records = await failedRecordsOf(client, [batchId], limit);
	if (records.length > 0) return { records };
	const whyNone =
		recordsFailed === 0
			? 'All records of this batch were ingested.'
			: 'Adobe has no failed records for this batch. It keeps them for 30 days, and only if Error Diagnostics was on.';
	return { records, whyNone };
}

export const getFailedRecords: Operation = {
	label: 'Get Failed Records',
	action: 'Get the failed records of a batch',
	description: 'Read the records of an upload that Adobe could not ingest, each with the reason',
	properties: [
		{
			displayName: 'Batch ID',
			name: 'batchId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 01KC0R1N4Y8Q2T6V9XZ3B5D7FG',
			description: 'The batchId in the output of Upload',
			hint: 'Drag batchId here from the output of Upload',
		},
		...limitFields,
		...simplifyFields,
		optionsField(),
	],
	prepare: (parameters) => failedRecordsTask(parameters, 'batch', getFailedRecordsOfBatch),
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
		let next: number | undefined;
		let pages = 0;
		const start = Number(paginationToken ?? 0) || 0;
		for await (const page of datasetPages(client, { start })) {
			found.push(
				...page.entries
					.map(([id, entry]) => datasetOf(id, entry))
					.filter(({ name, schemaId }) => schemaId !== '' && name.toLowerCase().includes(search)),
			);
			next = page.next;
			if (found.length >= FULL_LIST || ++pages === MOST_PAGES) break;
		}
		return {
			results: found.map(({ id, name }) => ({ name, value: id })),
			...(next !== undefined && { paginationToken: String(next) }),
		};
	});
}

/** The datasets of the first pages. */
export async function* firstDatasets(
	client: ApiClient,
	mostPages: number,
	query?: { properties: string; filter: Query },
): AsyncGenerator<Dataset> {
	let pages = 0;
	for await (const { entries } of datasetPages(client, query)) {
		for (const [id, entry] of entries) yield datasetOf(id, entry);
		if (++pages === mostPages) return;
	}
}

/** Datasets by name, page by page. */
export function datasetPages(
	client: ApiClient,
	{ properties = 'name,schemaRef', filter = [] as Query, start = 0 } = {},
): ReturnType<typeof catalogPages> {
	const query: Query = [...filter, ['properties', properties], ['orderBy', 'asc:name']];
	return catalogPages(client, { path: `${CATALOG}/dataSets`, noun: 'dataset' }, query, start);
}
