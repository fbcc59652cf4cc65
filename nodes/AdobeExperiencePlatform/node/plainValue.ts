import { isSafeObjectProperty, type GenericValue, type IDataObject } from 'n8n-workflow';
import { isRecord } from '../adobe/json';

/** What n8n writes where a field is dragged into a parameter: `={{ $json.name }}`, `={{ $json['a b'].c }}`. */
const REFERENCE = /^=\{\{\s*\$json([.[].*?)\s*\}\}$/;
const STEP = /\.([A-Za-z_]\w*)|\['([^'\\{}]+)'\]|\["([^"\\{}]+)"\]/y;

/**
 * The value of a parameter that needs no evaluation: a constant, or a reference to a field of the
 * item that holds a text, a number or a flag. Undefined for everything else, which n8n evaluates.
 *
 * n8n runs each expression of each item in a sandbox, which takes as long as sending a request; most
 * expressions only name a field (docs/benchmark).
 * @param raw the parameter as the workflow has it, expressions not evaluated
 */
export function plainValue(raw: unknown, json: IDataObject): GenericValue {
	if (isRecord(raw)) return plainMembers(raw, json);
	if (typeof raw !== 'string' || !raw.startsWith('=')) return raw as GenericValue;
	const steps = referencedNames(raw);
	return steps && fieldOf(json, steps);
}

function plainMembers(raw: Record<string, unknown>, json: IDataObject): GenericValue {
	// Lists and what is nested deeper are left to n8n.
	if (Array.isArray(raw)) return undefined;
	const members = Object.entries(raw).map(
		([name, value]) => [name, isRecord(value) ? undefined : plainValue(value, json)] as const,
	);
	return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

/** The names that lead to a field of the item, if an expression does no more than to name one. */
export function referencedNames(raw: unknown): string[] | undefined {
	const [, path] = (typeof raw === 'string' && REFERENCE.exec(raw)) || [];
	return path === undefined ? undefined : stepsOf(path);
}

/** The names along a path, or undefined where it is more than names. */
function stepsOf(path: string): string[] | undefined {
	const steps: string[] = [];
	STEP.lastIndex = 0;
	for (let at = 0; at < path.length; at = STEP.lastIndex) {
		const [, dotted, single, double] = STEP.exec(path) ?? [];
		const name = dotted ?? single ?? double;
		if (name === undefined) return undefined;
		steps.push(name);
	}
	return steps;
}

function fieldOf(json: IDataObject, steps: string[]): GenericValue {
	let value: unknown = json;
	for (const name of steps) {
		// What n8n's sandbox guards is left to it.
		if (!isRecord(value) || !isSafeObjectProperty(name) || !Object.hasOwn(value, name)) {
			return undefined;
		}
		value = value[name];
	}
	return ['string', 'number', 'boolean'].includes(typeof value)
		? (value as GenericValue)
		: undefined;
}
