import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Json } from '../types';
import type { StoredSchema } from './schemas';

const IDENTITY = 'xdm:descriptorIdentity';
const FULL = 'application/vnd.adobe.xdm+json';

function identities(schema: StoredSchema): Json[] {
	return (schema.identities ?? []).map(({ property, namespace, isPrimary }) => ({
		'@id': `${schema.altId}${property.replaceAll('/', '.')}`,
		'@type': IDENTITY,
		'xdm:sourceSchema': schema.$id,
		'xdm:sourceVersion': 1,
		'xdm:sourceProperty': property,
		'xdm:namespace': namespace,
		'xdm:property': 'xdm:code',
		'xdm:isPrimary': isPrimary,
	}));
}

/**
 * Descriptors in full, grouped by their kind; a kind of which there is none is missing (sr.yaml; EN:xdm/api/descriptors).
 * Other forms of the Accept header are not offered here.
 */
export function descriptors(schemas: StoredSchema[], accept: string | undefined): Answer {
	if (accept !== FULL) throw platformRefusal(400, 'Accept header invalid');
	const found = schemas.flatMap(identities);
	return answer(200, found.length > 0 ? { [IDENTITY]: found } : {});
}
