import { isObject, type Json } from '../types';

/** A place in a schema where a value can go. */
export interface SchemaField {
	/** dotted; `[*]` after the name of a list whose items are objects */
	path: string;
	/** word of `meta:xdmType`; a list of plain values is an `array`, an object with any keys a `map` */
	type: string;
	/** whether it and everything above it is required */
	required: boolean;
	/** the only values allowed */
	values?: string[];
}

function fieldsAt(path: string, form: Json, required: boolean): SchemaField[] {
	if (isObject(form.properties)) return fieldsOf(form, `${path}.`, required);
	const { items } = form;
	if (isObject(items) && isObject(items.properties)) return fieldsOf(items, `${path}[*].`, false);
	const values = Array.isArray(form.enum) ? { values: form.enum.map(String) } : {};
	return [{ path, type: String(form['meta:xdmType'] ?? form.type), required, ...values }];
}

/** The fields below an object of a resolved schema, in its order. */
export function fieldsOf(form: Json, prefix = '', required = true): SchemaField[] {
	const needed = Array.isArray(form.required) ? form.required : [];
	const members = isObject(form.properties) ? Object.entries(form.properties) : [];
	return members.flatMap(([name, member]) =>
		isObject(member) ? fieldsAt(prefix + name, member, required && needed.includes(name)) : [],
	);
}

/** Items of lists are addressed by number, with a star or with nothing; in schemas it is the star. */
function starred(destination: string): string {
	return destination.replace(/\[\d*\]/g, '[*]');
}

/**
 * The field that a destination of a mapping fills: the field of that path, or the map of which it names a key.
 * @returns `undefined` when the schema has no such place
 */
export function fieldFor(fields: SchemaField[], destination: string): SchemaField | undefined {
	const path = starred(destination);
	return (
		fields.find((field) => field.path === path || `${field.path}[*]` === path) ??
		fields.find((field) => field.type === 'map' && path.startsWith(`${field.path}.`))
	);
}

/** Whether a destination is an object of the schema, which takes a whole object. */
export function isObjectPath(fields: SchemaField[], destination: string): boolean {
	const path = starred(destination);
	return fields.some(
		(field) => field.path.startsWith(`${path}.`) || field.path.startsWith(`${path}[*].`),
	);
}
