import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { DATAFLOW } from './dataflow';
import { isIngestion } from './list';
import { searchEntities, chosen, listFor } from '../node/listFor';
import { storagePath } from '../baseConnection/sources/bucket';
import { readSourceFile } from './sourceFile';
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

/** The columns of the chosen file, or of a file in the chosen folder, by a preview. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const connectionId = chosen(this, 'connectionId', 'connection', 'columns');
	const given = chosen(this, 'path', 'path', 'columns');
	const path = storagePath(given) ?? given;
	const text = (name: string, fallback: string) =>
		String(this.getNodeParameter(name, fallback) ?? fallback);
	const choice = {
		connectionId,
		path,
		pathType: text('pathType', 'file') === 'folder' ? ('folder' as const) : ('file' as const),
		recursive: this.getNodeParameter('additionalFields.recursive', false) === true,
		format: {
			fileType: text('format', 'auto'),
			compressionType: text('additionalFields.compressionType', 'auto'),
			columnDelimiter: text('additionalFields.columnDelimiter', 'auto'),
			encoding: text('additionalFields.encoding', 'auto'),
		},
	};
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

/** The fields of the chosen dataset's schema: required ones first, each with its type. */
export async function getSchemaFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
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
