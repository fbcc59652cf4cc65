import Ajv, { type ErrorObject } from 'ajv';

import type { Refusal } from '../../server/answers';
import { missingField, sourcesRefusal, specInfoIncomplete } from '../../server/errors';
import type { Json } from '../../types';
import { type Validator, validator } from '../../server/validator';

// `strict: false` and the formats: Adobe's own specifications carry keywords and formats of their user interface.
const ajv = new Ajv({ strict: false, formats: { password: true, uri: true } });

/** Compiles a JSON Schema (draft-07). */
export function compile<T>(schema: Json): Validator<T> {
	return validator<T>(ajv, schema);
}

/** Text that must be there. */
export const text = { type: 'string', minLength: 1 };
export const optionalText = { type: 'string' };

/** A reference to a connection or flow spec. */
export const specInfo = {
	type: 'object',
	required: ['id', 'version'],
	properties: { id: text, version: text },
};

/** Where and what a schema error is about, without the submitted value. */
export function fieldOf(error: ErrorObject): string {
	const parts = error.instancePath.split('/').slice(1);
	if (error.keyword === 'required') {
		parts.push((error.params as { missingProperty: string }).missingProperty);
	}
	return parts.join('.');
}

/**
 * Turns the first schema error into the refusal that fits: an incomplete spec reference is 422 (contract.md (c)), a
 * missing or empty field 1304-400, anything else the generic 1000-400.
 */
export function schemaRefusal(errors: ErrorObject[] | null | undefined, prefix = ''): Refusal {
	const error = errors?.[0];
	const field = error ? prefix + fieldOf(error) : '';
	if (error && (error.keyword === 'required' || error.keyword === 'minLength')) {
		const [, path, part] = /^(connectionSpec|flowSpec)(?:\.(id|version))?$/.exec(field) ?? [];
		if (path) return specInfoIncomplete(path, part === 'version' ? 'version' : 'id');
		return missingField(field);
	}
	const detail = field ? ` The field ${field} ${error?.message ?? 'is wrong'}.` : '';
	return sourcesRefusal(
		'1000-400',
		`The request is invalid.${detail} Please check the request and try again.`,
	);
}

/**
 * The body as the type that the schema describes.
 * @throws Refusal as `schemaRefusal` chooses it
 */
export function checked<T>(validate: Validator<T>, body: unknown): T {
	if (!validate(body)) throw schemaRefusal(validate.errors);
	return body;
}
