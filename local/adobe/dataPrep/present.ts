import type { Json } from '../types';
import type { Mapping, MappingSet } from './mappingSets';

const USER = 'local@AdobeID';

/** Types as reading shows them (EN:data-prep/api/mapping-set.md). */
const SHOWN_TYPES: Record<string, string> = {
	ATTRIBUTE: 'text/x.schema-path',
	EXPRESSION: 'text/x.aep-xl',
	STATIC: 'text/plain',
};

function trace({ createdDate, modifiedDate }: MappingSet): Json {
	return { createdDate, modifiedDate, createdBy: USER, modifiedBy: USER };
}

/** Answer to a create request (dp.yaml, SimpleRepresentation). */
export function presentReference(set: MappingSet): Json {
	return { id: set.id, version: set.version, ...trace(set) };
}

/** A mapping as reading shows it, with the names of the legacy body beside today's (dp.yaml, MappingOperation). */
export function presentMapping(set: MappingSet, mapping: Mapping): Json {
	const { id, sourceType, source, destination, name, description } = mapping;
	return {
		id,
		version: 0,
		...trace(set),
		sourceType: SHOWN_TYPES[sourceType] ?? sourceType,
		source,
		destination,
		...(name !== undefined && { name }),
		...(description !== undefined && { description }),
		identity: false,
		primaryIdentity: false,
		matchScore: 0,
		functionVersion: 1,
		sourceAttribute: source,
		destinationXdmPath: destination,
	};
}

/** A whole mapping set (dp.yaml, MapperSetPage). */
export function presentSet(set: MappingSet): Json {
	const { name, xdmSchema, contentType, inputSchema } = set;
	const schemaRef = { id: xdmSchema, contentType };
	return {
		...presentReference(set),
		...(name !== undefined && { name }),
		supportVersion: '1.1',
		...(inputSchema && { inputSchema }),
		outputSchema: { schemaRef },
		mappings: set.mappings.map((mapping) => presentMapping(set, mapping)),
		status: 'PUBLISHED',
		strictMapping: false,
		allowNullValues: false,
		xdmVersion: '1.0',
		schemaRef,
		xdmSchema,
	};
}
