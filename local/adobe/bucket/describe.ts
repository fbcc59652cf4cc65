import { isObject, type Json } from '../types';
import type { FileFormat, FileRows } from './readRows';

/** What a preview says of one value or column. */
interface Description extends Json {
	type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
}

/** Bounds that Adobe's samples print for integers of hierarchical previews. */
const INTEGER: Description = {
	type: 'integer',
	minimum: -9_007_199_254_740_992,
	maximum: 9_007_199_254_740_991,
};

function describeValue(value: unknown): Description | undefined {
	if (value === undefined || value === null) return undefined;
	if (Array.isArray(value)) {
		const items = describeAll(value);
		return { type: 'array', ...(items && { items }) };
	}
	if (isObject(value)) return { type: 'object', properties: describeMembers([value]) };
	if (typeof value === 'number') return Number.isInteger(value) ? INTEGER : { type: 'number' };
	return { type: typeof value === 'boolean' ? 'boolean' : 'string' };
}

/** One description for values of one place: objects are joined, integers among fractions are numbers. */
function describeAll(values: unknown[]): Description | undefined {
	const objects = values.filter(isObject);
	if (objects.length > 0) return { type: 'object', properties: describeMembers(objects) };
	const lists = values.filter((value): value is unknown[] => Array.isArray(value));
	if (lists.length > 0) return describeValue(lists.flat());
	const found = values.map(describeValue).filter((description) => description !== undefined);
	const types = new Set(found.map(({ type }) => type));
	if (types.size <= 1) return found[0];
	return { type: [...types].every((type) => type.match(/integer|number/)) ? 'number' : 'string' };
}

function describeMembers(objects: Json[]): Record<string, Description> {
	const names = new Set(objects.flatMap((object) => Object.keys(object)));
	return Object.fromEntries(
		[...names].map((name) => [
			name,
			describeAll(objects.map((object) => object[name])) ?? { type: 'string' },
		]),
	);
}

function describeColumns({ names, rows }: FileRows): Record<string, Description> {
	const members = describeMembers(rows);
	return Object.fromEntries(names.map((name) => [name, members[name] ?? { type: 'string' }]));
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The list form without a preview: top-level columns, types capitalised (contract.md (f)). */
export function columnList(file: FileRows): Array<{ name: string; type: string }> {
	const columns = describeColumns(file);
	return file.names.map((name) => ({ name, type: capitalized(columns[name]?.type ?? 'string') }));
}

/** No bound is documented; 100 rows is what Data Access shows of a file (da.yaml, Preview). */
const PREVIEW_ROWS = 100;

/**
 * The object form of a preview. Flat data is printed in the explore pages for cloud storage (contract.md (f)), the
 * hierarchical form, a JSON Schema, for JSON in those for REST sources (EN:sources/tutorials/api/create, SAP Commerce and
 * Mixpanel). That Parquet with groups or lists is shown as JSON is, is our conclusion.
 */
export function preview(file: FileRows, fileType: FileFormat['fileType']): Json {
	const columns = describeColumns(file);
	const data = file.rows.slice(0, PREVIEW_ROWS);
	const nested = Object.values(columns).some(({ type }) => type === 'object' || type === 'array');
	if (fileType === 'json' || (fileType === 'parquet' && nested)) {
		return { format: 'hierarchical', schema: { type: 'object', properties: columns }, data };
	}
	// Each column is listed, also several of one name and those without one; Adobe's own form of these is not known.
	const described = file.names.map((name) => {
		const { type } = columns[name] ?? { type: 'string' };
		return { name, type, xdm: { type } };
	});
	return { format: 'flat', schema: { columns: described }, data };
}
