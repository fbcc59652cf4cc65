import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { DATAFLOW } from './dataflow';
import { isIngestion } from './list';
import {
	CONNECTION,
	DATASET,
	chosen,
	listFor,
	mapperFields,
	searchEntities,
	toChooseFirst,
} from '../node/listFor';
import { identitiesOf, planMapping, schemaOf } from './fileMapping';
import { mapperRows } from './mapping/mapperRows';
import { storagePath } from '../baseConnection/sources/bucket';
import { readSourceFile, type FileChoice } from './sourceFile';
import { getDataset } from '../dataset/dataset';
import { readSchema } from '../dataset/schema';

/** The list of dataflows that ingest data: by name with their state, newest first, loaded as the user scrolls. */
export async function searchDataflows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const noFact = () => undefined;
	return await searchEntities(this, DATAFLOW, filter, paginationToken, noFact, isIngestion);
}

/** What is chosen to be read. */
function chosenFile(context: ILoadOptionsFunctions): FileChoice {
	const connectionId = chosen(context, 'connectionId', 'connection', 'columns');
	const given = chosen(context, 'path', 'path', 'columns');
	const path = storagePath(given) ?? given;
	const text = (name: string, fallback: string) =>
		String(context.getNodeParameter(name, fallback) ?? fallback);
	return {
		connectionId,
		path,
		pathType: text('pathType', 'file') === 'folder' ? 'folder' : 'file',
		recursive: context.getNodeParameter('additionalFields.recursive', false) === true,
		format: {
			fileType: text('format', 'auto'),
			compressionType: text('additionalFields.compressionType', 'auto'),
			columnDelimiter: text('additionalFields.columnDelimiter', 'auto'),
			encoding: text('additionalFields.encoding', 'auto'),
		},
	};
}

/** The columns of the chosen file, or of a file in the chosen folder, by a preview. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const isFolder = this.getNodeParameter('pathType', 'file') === 'folder';
	const first = toChooseFirst(this, CONNECTION, ['path', 'Path', isFolder ? 'folder' : 'file']);
	if (first) return [first];
	const choice = chosenFile(this);
	const { columns } = await listFor(
		this,
		['columns', choice],
		async (client, readOnce) => await readSourceFile(client, readOnce, choice),
	);
	return columns.map(({ path: value, label, type }) => ({
		name: type ? `${label} (${type})` : label,
		value,
	}));
}

/** The fields of the chosen dataset, each with the columns of the chosen file, filled in as by the automatic mapping. */
export async function getFileMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, async () => {
		const choice = chosenFile(this);
		const datasetId = chosen(this, 'datasetId', 'dataset', 'fields');
		const draft = { ...choice, datasetId, mapping: { kind: 'automatic' as const, pairs: [] } };
		return await listFor(this, ['file mapping', draft], async (client, readOnce) => {
			const { file, pairs, dataset, identities } = await planMapping(client, readOnce, draft);
			const { fields } = await schemaOf(client, readOnce, dataset);
			const known = identities?.get(dataset.schemaId) ?? [];
			const paths = known.map(({ path }) => path);
			return mapperRows(file.columns, fields, pairs, paths);
		});
	});
}

/** The fields of the chosen dataset, for names of item fields: n8n does not show a list what the items hold. */
export async function getItemMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, async () => {
		const id = chosen(this, 'datasetId', 'dataset', 'fields');
		return await listFor(this, ['item mapping', id], async (client, readOnce) => {
			const dataset = await getDataset(client, id);
			const { fields } = await schemaOf(client, readOnce, dataset);
			const known = (await identitiesOf(client, readOnce))?.get(dataset.schemaId) ?? [];
			return mapperRows(
				[],
				fields,
				[],
				known.map(({ path }) => path),
			);
		});
	});
}

/** The fields of the chosen dataset's schema: required ones first, each with its type. */
export async function getSchemaFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const first = toChooseFirst(this, DATASET);
	if (first) return [first];
	const id = chosen(this, 'datasetId', 'dataset', 'fields');
	const fields = await listFor(
		this,
		['fields', id],
		async (client) => (await readSchema(client, await getDataset(client, id))).fields,
	);
	return fields
		.map(({ path, type, required }) => ({
			name: `${path} (${type}${required ? ', required' : ''})`,
			value: path,
			required,
		}))
		.sort((a, b) => Number(b.required) - Number(a.required))
		.map(({ name, value }) => ({ name, value }));
}
