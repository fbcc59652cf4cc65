import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

import type { Refusal } from './answers';
import { missingField, sourcesRefusal, specInfoIncomplete } from './errors';
import type { Json } from './types';

// `strict: false` and the formats: Adobe's own specifications carry keywords and formats of their user interface.
const ajv = new Ajv({ strict: false, formats: { password: true, uri: true } });

/** Compiles a JSON Schema (draft-07). */
export function compile<T>(schema: Json): ValidateFunction<T> {
	return ajv.compile<T>(schema);
}

const text = { type: 'string', minLength: 1 };
const optionalText = { type: 'string' };

const specInfo = {
	type: 'object',
	required: ['id', 'version'],
	properties: { id: text, version: text },
};

/** Body of `POST /connections`; the parameters are judged by the connection spec's own schema. */
export const createConnection = {
	type: 'object',
	required: ['name', 'connectionSpec'],
	properties: {
		name: text,
		description: optionalText,
		connectionSpec: specInfo,
		auth: {
			type: 'object',
			required: ['specName', 'params'],
			properties: { specName: text, params: { type: 'object' } },
		},
	},
};

/** The parts of a connection that a PATCH must leave in order. */
export const storedConnection = {
	type: 'object',
	required: ['name'],
	properties: {
		name: text,
		description: optionalText,
		auth: createConnection.properties.auth,
	},
};

/** Body of `POST /sourceConnections` (contract.md (g)). */
export const createSourceConnection = {
	type: 'object',
	required: ['name', 'data', 'connectionSpec'],
	properties: {
		name: text,
		description: optionalText,
		baseConnectionId: optionalText,
		data: {
			type: 'object',
			properties: { format: optionalText, properties: { type: 'object' } },
		},
		params: { type: 'object' },
		connectionSpec: specInfo,
	},
};

/** Body of `POST /targetConnections` (contract.md (g)). */
export const createTargetConnection = {
	type: 'object',
	required: ['data', 'connectionSpec'],
	properties: {
		name: optionalText,
		description: optionalText,
		data: {
			type: 'object',
			properties: {
				schema: {
					type: 'object',
					required: ['id'],
					properties: { id: text, version: optionalText },
				},
			},
		},
		params: { type: 'object' },
		connectionSpec: specInfo,
	},
};

/** Body of `POST /data/foundation/conversion/mappingSets` (contract.md (g)). */
export const createMappingSet = {
	type: 'object',
	required: ['xdmSchema', 'mappings'],
	properties: {
		version: { type: 'integer' },
		xdmSchema: text,
		xdmVersion: optionalText,
		id: { type: ['string', 'null'] },
		mappings: {
			type: 'array',
			items: {
				type: 'object',
				required: ['destinationXdmPath', 'sourceAttribute'],
				properties: { destinationXdmPath: text, sourceAttribute: text },
			},
		},
	},
};

/** Body of `POST /flows` (contract.md (g)). */
export const createFlow = {
	type: 'object',
	required: ['flowSpec'],
	properties: {
		name: optionalText,
		description: optionalText,
		flowSpec: specInfo,
		sourceConnectionIds: { type: 'array', items: text },
		targetConnectionIds: { type: 'array', items: text },
		transformations: {
			type: 'array',
			items: { type: 'object', required: ['name'], properties: { params: { type: 'object' } } },
		},
		scheduleParams: { type: 'object' },
		options: { type: 'object' },
	},
};

/** Body of `POST /runs` (contract.md (g)). */
export const createRun = {
	type: 'object',
	required: ['flowId'],
	properties: { flowId: text, params: { type: 'object' } },
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
export function checked<T>(validate: ValidateFunction<T>, body: unknown): T {
	if (!validate(body)) throw schemaRefusal(validate.errors);
	return body;
}
