import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
	ResourceMapperField,
} from 'n8n-workflow';
import { DATAFLOW, isIngestion } from './dataflow';
import {
	CONNECTION,
	DATASET,
	chosen,
	listFor,
	mapperFields,
	searchEntities,
	toChooseFirst,
} from '../node/lists';
import { identitiesOf, planMapping } from './fileMapping';
import { storagePath } from '../baseConnection/sources/bucket';
import { readSourceFile, type FileChoice } from './sourceFile';
import { getDataset, type Identity, readSchema, type SchemaField } from '../dataset/dataset';
import type { FileColumn } from '../file/preview';
import { expressionFor } from './mapping/checks';
import { FieldPaths, outerOf, type MappingPair } from './mapping/pair';

/** The list of dataflows that ingest data: name and state, newest first, loaded as the user scrolls. */
export async function searchDataflows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const noFact = () => undefined;
	return await searchEntities(this, DATAFLOW, filter, paginationToken, noFact, isIngestion);
}

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

export async function getColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const isFolder = this.getNodeParameter('pathType', 'file') === 'folder';
	const first = toChooseFirst(this, CONNECTION, ['path', 'Path', isFolder ? 'folder' : 'file']);
	if (first) return [first];
	const choice = chosenFile(this);
	const { columns } = await listFor(
		this,
		['columns', choice],
		async (client) => await readSourceFile(client, choice),
	);
	return columns.map(({ path: value, label, type }) => ({
		name: type ? `${label} (${type})` : label,
		value,
	}));
}

/**
 * A row for each field of the chosen dataset, with the columns of the chosen file, filled in by the automatic
 * mapping.
 */
export async function getFileMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, async () => {
		const choice = chosenFile(this);
		const datasetId = chosen(this, 'datasetId', 'dataset', 'fields');
		const draft = { ...choice, datasetId, mapping: { kind: 'automatic' as const, pairs: [] } };
		return await listFor(this, ['file mapping', draft], async (client) => {
			const { file, pairs, dataset, identities } = await planMapping(client, draft);
			const { fields } = await readSchema(client, dataset);
			return mapperRows(file.columns, fields, pairs, identities);
		});
	});
}

/**
 * A row for each field of the chosen dataset, to type names of item fields. n8n does not show the input items to a
 * list.
 */
export async function getItemMapping(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await mapperFields(this, async () => {
		const id = chosen(this, 'datasetId', 'dataset', 'fields');
		return await listFor(this, ['item mapping', id], async (client) => {
			const dataset = await getDataset(client, id);
			const { fields } = await readSchema(client, dataset);
			return mapperRows([], fields, [], await identitiesOf(client, dataset));
		});
	});
}

/** The fields of the chosen dataset with their types, required ones first. */
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

/** n8n stores the rows with the workflow, each with all its columns. Bytes of JSON. */
const MOST_BYTES = 190_000;

/** A longer menu is no help. */
const MOST_ROWS = 300;

interface Ranked {
	field: SchemaField;
	/** The column that is filled in. */
	column?: string;
	isIdentity: boolean;
	/** Lower ranks come first. Rows from {@link OTHERS} on are hidden until they are added. */
	rank: number;
}

const OTHERS = 3;

/**
 * A row for each field of a dataset: required fields, identities, fields with the name of a column, then the others,
 * flat ones first. Only as many rows as n8n can store.
 * @param columns the choices; if empty, names are typed
 * @param pairs the result of the automatic mapping
 */
export function mapperRows(
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	pairs: readonly MappingPair[],
	identities: readonly Identity[] = [],
): ResourceMapperField[] {
	const ranked = rankedFields(fields, pairs, identities);
	const used = new Set(pairs.map(({ source }) => source));
	const free = columns.filter(({ path }) => !used.has(path));
	const choices = columns.map(({ path: value, label: name }) => ({ name, value }));
	const rows = ranked.slice(0, MOST_ROWS).map((one) => rowOf(one, choices, free));
	const isShown = rows.filter(({ removed }) => !removed);
	// The columns of a wide file would need too much space, so their names are typed.
	const isWide = fitting(isShown).length < isShown.length;
	return fitting(isWide ? rows.map(typed) : rows);
}

function rankedFields(
	fields: readonly SchemaField[],
	pairs: readonly MappingPair[],
	identities: readonly Identity[],
): Ranked[] {
	const columnFor = new Map(pairs.map(({ source, destination }) => [destination, source]));
	const fieldPaths = new FieldPaths(columnFor.keys());
	const isIdentity = new Set(identities.map(({ path }) => path));
	const rank = ({ path, required, requiredWithin }: SchemaField) => {
		if (required) return 0;
		if (isIdentity.has(path)) return 1;
		const isNeeded = requiredWithin !== undefined && fieldPaths.has(requiredWithin);
		return isNeeded || columnFor.has(path) ? 2 : OTHERS + outerOf(path).length;
	};
	return fields
		.map((field) => ({
			field,
			column: columnFor.get(field.path),
			isIdentity: isIdentity.has(field.path),
			rank: rank(field),
		}))
		.sort((a, b) => a.rank - b.rank);
}

function rowOf(
	{ field, column, isIdentity, rank }: Ranked,
	choices: readonly INodePropertyOptions[],
	free: readonly FileColumn[],
): ResourceMapperField {
	const { path, type, exactType, required, requiredWithin } = field;
	// n8n cuts long labels, so the most important mark comes first.
	const marks = [
		required && 'required',
		isIdentity && 'identity',
		exactType ?? type,
		requiredWithin !== undefined && `required within ${requiredWithin}`,
	].filter(Boolean);
	const expression = required && choices.length > 0 ? expressionFor(field, free) : undefined;
	const calculated =
		expression === undefined ? [] : [{ name: `Calculated: ${expression}`, value: expression }];
	return {
		id: path,
		displayName: `${path} (${marks.join(', ')})`,
		required,
		display: true,
		removed: rank >= OTHERS,
		defaultMatch: false,
		// Not visible in this mode, but n8n compares it to notice that another file has other columns.
		canBeUsedToMatch: column !== undefined,
		...(column !== undefined && { defaultValue: column }),
		...(choices.length > 0
			? { type: 'options' as const, options: [...choices, ...calculated] }
			: { type: 'string' as const }),
	};
}

function typed(row: ResourceMapperField): ResourceMapperField {
	return { ...row, type: 'string', options: undefined };
}

/** As many of the first rows as n8n can store with their values. */
function fitting(rows: readonly ResourceMapperField[]): ResourceMapperField[] {
	let bytes = 0;
	const end = rows.findIndex((row) => {
		bytes += Buffer.byteLength(JSON.stringify([row, row.id, row.defaultValue]));
		return bytes > MOST_BYTES;
	});
	return rows.slice(0, end < 0 ? rows.length : end);
}
