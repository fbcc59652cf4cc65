import { platformRefusal } from '../platform/refusals';
import { fieldFor, isObjectPath, type SchemaField } from '../schemaRegistry/fields';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import { isObject, type Json } from '../types';
import type { World } from '../world';
import { type MappingSetBody, readBody } from './body';
import { problemOf } from './languages';
import { mapRow, type MappingError } from './mapRow';

function fieldsFor(world: World, call: Call, { xdmSchema }: MappingSetBody): SchemaField[] {
	if (!world.schemas.find(xdmSchema, call.sandbox.name)) {
		throw platformRefusal(400, `The output schema ${xdmSchema} could not be found`);
	}
	return world.schemas.fieldsOf(xdmSchema, call.sandbox.name);
}

/** `POST /mappingSets/validate`: a verdict for each mapping, in their order (dp.yaml, MappingValidationResponse). */
export function validateSet(world: World, call: Call): Answer {
	const set = readBody(call.body, () => world.random.hex(32));
	const fields = fieldsFor(world, call, set);
	const filled = new Set<string>();
	const validationResponse = set.mappings.map(({ source, sourceType, destination }) => {
		const problems: string[] = [];
		if (!fieldFor(fields, destination) && !isObjectPath(fields, destination)) {
			problems.push(`The schema has no field ${destination}`);
		}
		if (filled.has(destination)) problems.push(`The field ${destination} is mapped twice`);
		filled.add(destination);
		const wrong = sourceType === 'EXPRESSION' ? problemOf(source) : undefined;
		if (wrong !== undefined) problems.push(`The expression is not valid: ${wrong}`);
		const errors = problems.map(
			(exception): MappingError => ({ source, sourceType, destination, exception }),
		);
		return errors.length === 0 ? { status: 'SUCCESS', errors: null } : { status: 'FAILED', errors };
	});
	return answer(200, { validationResponse });
}

/**
 * `POST /mappingSets/preview`. dp.yaml describes `data` as a list and prints one object: a list is answered with a
 * list, an object with an object.
 */
export function previewSet(world: World, call: Call): Answer {
	const { data, mappingSet } = isObject(call.body) ? call.body : ({} as Json);
	const set = readBody(mappingSet, () => world.random.hex(32));
	const fields = fieldsFor(world, call, set);
	const preview = (row: unknown) => {
		if (!isObject(row)) throw platformRefusal(400, 'The field data is missing or no object');
		return mapRow(set.mappings, row, fields);
	};
	return answer(200, Array.isArray(data) ? data.map(preview) : preview(data));
}
