import type { ParquetWriteOptions } from 'hyparquet-writer';

import { isObject, type Json } from '../types';

/** A column of a Parquet file; `fields` makes it a group, `list` a list of one of the two. */
export interface ParquetColumn {
	name: string;
	type?: 'string' | 'integer' | 'number' | 'boolean' | 'timestamp';
	list?: boolean;
	fields?: ParquetColumn[];
}

type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number];

const TYPES: Record<NonNullable<ParquetColumn['type']>, Omit<SchemaElement, 'name'>> = {
	string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
	integer: { type: 'INT64' },
	number: { type: 'DOUBLE' },
	boolean: { type: 'BOOLEAN' },
	timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

function elements(column: ParquetColumn): SchemaElement[] {
	const { name, list, fields, type = 'string' } = column;
	if (list) {
		return [
			{ name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
			{ name: 'list', repetition_type: 'REPEATED', num_children: 1 },
			...elements({ ...column, name: 'element', list: false }),
		];
	}
	if (fields) {
		return [
			{ name, repetition_type: 'OPTIONAL', num_children: fields.length },
			...fields.flatMap(elements),
		];
	}
	return [{ name, repetition_type: 'OPTIONAL', ...TYPES[type] }];
}

/** A value as the writer wants it: 64-bit integers as bigint, times as Date, groups with all their members. */
function written(value: unknown, column: ParquetColumn): unknown {
	if (value === undefined || value === null) return null;
	if (column.list && Array.isArray(value)) {
		return value.map((item) => written(item, { ...column, list: false }));
	}
	if (column.fields && isObject(value)) {
		return Object.fromEntries(
			column.fields.map((field) => [field.name, written(value[field.name], field)]),
		);
	}
	if (column.type === 'integer') return BigInt(value as number);
	if (column.type === 'timestamp') return new Date(value as string);
	return value;
}

/** A Parquet file, compressed with Snappy as most are. */
export async function writeParquet(columns: ParquetColumn[], rows: Json[]): Promise<Buffer> {
	const { parquetWriteBuffer } = await import('hyparquet-writer');
	const file = parquetWriteBuffer({
		columnData: columns.map((column) => ({
			name: column.name,
			data: rows.map((row) => written(row[column.name], column)),
		})),
		schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elements)],
	});
	return Buffer.from(file);
}

/** A value as JSON has it. Times become ISO 8601 text; integers that a number cannot hold become text. */
function plain(value: unknown): unknown {
	if (typeof value === 'bigint') {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : String(value);
	}
	if (value instanceof Date) return value.toISOString();
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	if (Array.isArray(value)) return value.map(plain);
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/**
 * Rows of a Parquet file, groups nested.
 * @throws Error when the bytes are not Parquet
 */
export async function readParquet(bytes: Buffer): Promise<Json[]> {
	const { parquetReadObjects } = await import('hyparquet');
	const file = new Uint8Array(bytes).buffer;
	return (await parquetReadObjects({ file })).map((row) => plain(row) as Json);
}
