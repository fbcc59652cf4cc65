import { isRecord } from '../../adobe/json';
import { sourcePath, type FileColumn } from '../../file/columns';
import type { SchemaField } from '../schema';
import { loose } from '../../dataflow/mapping/pair';

/** A field of the items, with the names that lead to it. */
export interface ItemColumn extends FileColumn {
	names: string[];
}

const MOST_LEVELS = 20;

/** Fields that take an object as a whole. */
const WHOLE = ['map', 'object'];

/**
 * The fields of all items as columns, in the order in which they come up. Objects are opened, unless the schema has a
 * map of that name, or a pair names the object itself.
 * @param chosen columns that pairs name
 */
export function itemColumns(
	items: ReadonlyArray<Record<string, unknown>>,
	fields: readonly SchemaField[],
	chosen: readonly string[],
): ItemColumn[] {
	const maps = fields.filter(({ type }) => WHOLE.includes(type)).map(({ path }) => path);
	const whole = new Set([...maps, ...maps.map(lastPart), ...chosen].map(loose));
	const columns = new Map<string, ItemColumn>();
	for (const item of items) open(item, [], whole, columns);
	return [...columns.values()];
}

function open(
	value: Record<string, unknown>,
	names: string[],
	whole: Set<string>,
	columns: Map<string, ItemColumn>,
): void {
	for (const [name, member] of Object.entries(value)) {
		const inner = [...names, name];
		const label = inner.join('.');
		if (isPlainObject(member) && !whole.has(loose(label)) && inner.length < MOST_LEVELS) {
			open(member, inner, whole, columns);
			continue;
		}
		// The type of a column matters for hints about files only: here each value is converted.
		if (!columns.has(label)) {
			columns.set(label, { path: sourcePath(inner), label, type: '', names: inner });
		}
	}
}

/** Dates and what else has a class of its own are values. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (!isRecord(value) || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

export function valueAt(item: Record<string, unknown>, names: readonly string[]): unknown {
	let value: unknown = item;
	for (const name of names) {
		if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return value;
}

function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('.') + 1);
}
