import type { INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';
import type { SchemaField } from '../../dataset/schema';
import type { FileColumn } from '../../file/columns';
import { expressionFor } from './checks';
import { FieldPaths, outerOf, type MappingPair } from './pair';

/** n8n stores the rows with the workflow, each with all its columns: bytes of JSON. */
const MOST_BYTES = 190_000;

/** A menu of more fields is of no use. */
const MOST_ROWS = 300;

interface Ranked {
	field: SchemaField;
	/** What it is filled with. */
	column?: string;
	isIdentity: boolean;
	/** The lower, the earlier; from {@link OTHERS} on they are not shown until they are added. */
	rank: number;
}

const OTHERS = 3;

/**
 * A row for each field of a dataset: required ones first, then identities, then those that a column has the name of; the
 * others can be added, flat ones first. As many as n8n may store.
 * @param columns those to choose from; none if they are not known, and then their names are typed
 * @param pairs what the automatic mapping finds
 * @param identities paths of identity fields
 */
export function mapperRows(
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	pairs: readonly MappingPair[],
	identities: readonly string[],
): ResourceMapperField[] {
	const ranked = rankedFields(fields, pairs, identities);
	const used = new Set(pairs.map(({ source }) => source));
	const free = columns.filter(({ path }) => !used.has(path));
	const choices = columns.map(({ path: value, label: name }) => ({ name, value }));
	const rows = ranked.slice(0, MOST_ROWS).map((one) => rowOf(one, choices, free));
	const isShown = rows.filter(({ removed }) => !removed);
	// Columns of a wide file take too much room: then their names are typed.
	const isWide = fitting(isShown).length < isShown.length;
	return fitting(isWide ? rows.map(typed) : rows);
}

function rankedFields(
	fields: readonly SchemaField[],
	pairs: readonly MappingPair[],
	identities: readonly string[],
): Ranked[] {
	const columnFor = new Map(pairs.map(({ source, destination }) => [destination, source]));
	const places = new FieldPaths(columnFor.keys());
	const isIdentity = new Set(identities);
	const rank = ({ path, required, requiredWithin }: SchemaField) => {
		if (required) return 0;
		if (isIdentity.has(path)) return 1;
		const isNeeded = requiredWithin !== undefined && places.has(requiredWithin);
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
	// What matters most comes first: n8n cuts long labels.
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
		// Not shown in this mode, but compared: by it n8n finds that another file has other columns.
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

/** The first rows, as many as n8n may store with their values. */
function fitting(rows: readonly ResourceMapperField[]): ResourceMapperField[] {
	let bytes = 0;
	const end = rows.findIndex((row) => {
		bytes += Buffer.byteLength(JSON.stringify([row, row.id, row.defaultValue]));
		return bytes > MOST_BYTES;
	});
	return rows.slice(0, end < 0 ? rows.length : end);
}
