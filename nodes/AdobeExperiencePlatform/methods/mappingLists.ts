import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { storagePath } from '../flowService/baseConnection';
import { readSourceFile } from '../flowService/dataflow';
import { getDataset, readSchema } from '../flowService/dataset';
import { chosen, listFor } from './listFor';

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
