import type { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import { asRecord, isRecord } from '../../transport/json';
import { SCHEMA_REGISTRY } from '../paths';
import type { Dataset } from './datasets';

/** A field that identifies a person. */
export interface Identity {
	path: string;
	/** Code of the namespace, such as `Email`. */
	namespace: string;
	isPrimary: boolean;
}

const KIND = 'xdm:descriptorIdentity';

/**
 * The identities of a dataset's schema, from its descriptors (Schema Registry). Whoever may not read descriptors may
 * still upload, so a refusal means that none are known.
 */
export async function readIdentities(client: ApiClient, dataset: Dataset): Promise<Identity[]> {
	const body = await client
		.read({
			method: 'GET',
			path: `${SCHEMA_REGISTRY}/tenant/descriptors`,
			accept: 'application/vnd.adobe.xdm+json',
			noun: 'schema',
			isAnswer: (answer) => isRecord(answer) && !Array.isArray(answer),
		})
		.catch(asFailure);
	if (body instanceof Failure) {
		if (['400', '403', '404', '406'].includes(body.httpCode ?? '')) return [];
		throw body;
	}
	const descriptors = asRecord(body)[KIND];
	return (Array.isArray(descriptors) ? descriptors : [])
		.map(asRecord)
		.filter((descriptor) => descriptor['xdm:sourceSchema'] === dataset.schemaId)
		.map((descriptor) => ({
			path: pathOf(descriptor['xdm:sourceProperty']),
			namespace: String(descriptor['xdm:namespace'] ?? ''),
			isPrimary: descriptor['xdm:isPrimary'] === true,
		}))
		.filter(({ path }) => path !== '');
}

/** `/_acme/customerId` is the field `_acme.customerId`. */
function pathOf(property: unknown): string {
	return typeof property === 'string' ? property.replace(/^\/+/, '').replaceAll('/', '.') : '';
}
