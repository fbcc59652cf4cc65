import type { Json } from '../types';

/** Types of XDM as `meta:xdmType` names them, with their JSON Schema form (EN:xdm/schema/field-constraints.md). */
const FORMS = {
	string: { type: 'string' },
	boolean: { type: 'boolean' },
	number: { type: 'number' },
	integer: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
	long: { type: 'integer', minimum: -9_007_199_254_740_992, maximum: 9_007_199_254_740_992 },
	date: { type: 'string', format: 'date' },
	'date-time': { type: 'string', format: 'date-time' },
};

/** One field of a resolved schema, as `xed-full` shows it. */
export function field(type: keyof typeof FORMS, title: string, more: Json = {}): Json {
	return { title, ...FORMS[type], 'meta:xdmType': type, ...more };
}

/** An object field; `required` names members. */
export function object(title: string, properties: Record<string, Json>, required?: string[]): Json {
	return {
		title,
		type: 'object',
		'meta:xdmType': 'object',
		properties,
		...(required && { required }),
	};
}

/** A list of one kind of field. */
export function list(title: string, items: Json): Json {
	return { title, type: 'array', 'meta:xdmType': 'array', items };
}

/** An object with any keys: no `properties`, but the form of every value. */
export function map(title: string, value: Json): Json {
	return { title, type: 'object', 'meta:xdmType': 'map', additionalProperties: value };
}

/** A field with a closed list of values, and their labels as Adobe prints them. */
export function choice(title: string, values: Record<string, string>): Json {
	return field('string', title, { enum: Object.keys(values), 'meta:enum': values });
}
