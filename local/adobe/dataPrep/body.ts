import { platformRefusal } from '../platform/refusals';
import { isObject, type Json } from '../types';
import type { Mapping, MappingSet } from './mappingSets';

/** What a caller says of a mapping set, whichever body it came in. */
export type MappingSetBody = Pick<
	MappingSet,
	'name' | 'xdmSchema' | 'contentType' | 'inputSchema' | 'mappings'
>;

const FULL = 'application/vnd.adobe.xed-full+json;version=1';

/** What reading shows is taken, too, so that a set that was read can be sent back. */
const SOURCE_TYPES: Record<string, string> = {
	ATTRIBUTE: 'ATTRIBUTE',
	EXPRESSION: 'EXPRESSION',
	STATIC: 'STATIC',
	'text/x.schema-path': 'ATTRIBUTE',
	'text/x.aep-xl': 'EXPRESSION',
	'text/plain': 'STATIC',
};

function required(value: unknown, field: string): string {
	if (typeof value === 'string' && value !== '') return value;
	throw platformRefusal(400, `The field ${field} is missing or not a text`);
}

function readMapping(value: unknown, index: number, newId: () => string): Mapping {
	const field = (name: string) => `mappings[${index}].${name}`;
	if (!isObject(value)) throw platformRefusal(400, `mappings[${index}] is not an object`);
	const given = value.sourceType ?? 'ATTRIBUTE';
	const sourceType = SOURCE_TYPES[String(given)];
	if (!sourceType) {
		throw platformRefusal(400, `The field ${field('sourceType')} has an unknown value`);
	}
	const { name, description, id } = value;
	return {
		id: typeof id === 'string' ? id : newId(),
		sourceType,
		// The names of the legacy body, which reading shows beside today's (dp.yaml, MappingOperation).
		source: required(value.source ?? value.sourceAttribute, field('source')),
		destination: required(value.destination ?? value.destinationXdmPath, field('destination')),
		...(typeof name === 'string' && { name }),
		...(typeof description === 'string' && { description }),
	};
}

function readSchemaRef(body: Json): { xdmSchema: string; contentType: string } {
	const { outputSchema, xdmSchema } = body;
	if (outputSchema === undefined && typeof xdmSchema === 'string' && xdmSchema !== '') {
		return { xdmSchema, contentType: FULL };
	}
	const schemaRef = isObject(outputSchema) ? outputSchema.schemaRef : undefined;
	const { id, contentType } = isObject(schemaRef) ? schemaRef : {};
	return {
		xdmSchema: required(id, 'outputSchema.schemaRef.id'),
		contentType: typeof contentType === 'string' ? contentType : FULL,
	};
}

/**
 * Reads a mapping set: today's body (dp.yaml, MappingSet) or the legacy one of the collect tutorials (contract.md (m)).
 * @param newId makes ids of mappings that have none
 * @throws Refusal 400 that names the field
 */
export function readBody(value: unknown, newId: () => string): MappingSetBody {
	if (!isObject(value)) throw platformRefusal(400, 'The mapping set is missing');
	const { mappings, name, inputSchema } = value;
	const schema = readSchemaRef(value);
	if (!Array.isArray(mappings)) {
		throw platformRefusal(400, 'The field mappings is missing or not a list');
	}
	return {
		...schema,
		mappings: mappings.map((mapping, index) => readMapping(mapping, index, newId)),
		...(typeof name === 'string' && { name }),
		...(isObject(inputSchema) && { inputSchema }),
	};
}
