import type { GenericValue, IDataObject } from 'n8n-workflow';
import { isRecord } from '../flowService/json';

/** What n8n writes where a field is dragged into a parameter: `={{ $json.name }}`, `={{ $json['a b'].c }}`. */
const REFERENCE = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\[(?:'[^'\\]+'|"[^"\\]+")\])+)\s*\}\}$/;
const STEP = /\.(\w+)|\[['"](.+?)['"]\]/g;

/**
 * The value of a parameter that needs no evaluation: a constant, or a reference to a field of the
 * item that holds a text, a number or a flag. Undefined for everything else, which n8n evaluates.
 *
 * n8n runs each expression of each item in a sandbox of its own, which takes as long as sending a
 * request; most expressions only name a field (docs/benchmark).
 * @param raw the parameter as the workflow has it, expressions not evaluated
 */
export function plainValue(raw: unknown, json: IDataObject): GenericValue {
	if (isRecord(raw)) return plainMembers(raw, json);
	if (typeof raw !== 'string' || !raw.startsWith('=')) return raw as GenericValue;
	const [, path] = REFERENCE.exec(raw) ?? [];
	return path === undefined ? undefined : fieldOf(json, path);
}

function plainMembers(raw: Record<string, unknown>, json: IDataObject): GenericValue {
	// Lists and what is nested deeper are left to n8n.
	if (Array.isArray(raw)) return undefined;
	const members = Object.entries(raw).map(
		([name, value]) => [name, isRecord(value) ? undefined : plainValue(value, json)] as const,
	);
	return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

function fieldOf(json: IDataObject, path: string): GenericValue {
	let value: unknown = json;
	for (const [, dotted, quoted] of path.matchAll(STEP)) {
		const name = dotted ?? quoted ?? '';
		// Own members only: what is inherited, n8n's sandbox guards.
		if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return ['string', 'number', 'boolean'].includes(typeof value)
		? (value as GenericValue)
		: undefined;
}
