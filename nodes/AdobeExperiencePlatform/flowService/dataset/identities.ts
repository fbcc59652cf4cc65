import { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import { ItemScope } from '../../transport/item';
import { asRecord, isRecord } from '../../transport/json';
import { SCHEMA_REGISTRY } from '../paths';

/** A field that identifies a person. */
export interface Identity {
	path: string;
	/** Code of the namespace, such as `Email`. */
	namespace: string;
	isPrimary: boolean;
}

/** Identities by the schema's `$id`. */
export type Identities = ReadonlyMap<string, readonly Identity[]>;

/** A map of identities takes the place of identity fields. */
export const IDENTITY_MAP = 'identityMap';

const KIND = 'xdm:descriptorIdentity';
/** Answers to those who may not read descriptors. */
const REFUSED = ['400', '403', '404', '406'];

/**
 * The identities of all schemas of the sandbox, from their descriptors (Schema Registry).
 * @returns undefined if they may not be read: View Identity Namespaces or View Schemas may be missing
 */
export async function readIdentities({ http, run }: ApiClient): Promise<Identities | undefined> {
	// A scope of its own, so that a slow answer does not use up what the item needs for its writes.
	const client = new ApiClient(http, run, new ItemScope());
	const body = await client
		.read({
			method: 'GET',
			path: `${SCHEMA_REGISTRY}/tenant/descriptors`,
			accept: 'application/vnd.adobe.xdm+json',
			noun: 'descriptor',
			isAnswer: isRecord,
		})
		.catch(asFailure);
	if (!(body instanceof Failure)) return identitiesIn(body);
	if (REFUSED.includes(body.httpCode ?? '')) return undefined;
	throw body;
}

/** Reads the form grouped by type, a plain list, and a page of results. */
export function identitiesIn(body: unknown): Identities {
	const { results } = asRecord(body);
	const lists = Array.isArray(body)
		? [body]
		: Array.isArray(results)
			? [results]
			: Object.values(asRecord(body));
	const found = new Map<string, Identity[]>();
	for (const entry of lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))) {
		const descriptor = asRecord(entry);
		const schema = descriptor['xdm:sourceSchema'];
		const property = descriptor['xdm:sourceProperty'];
		if (descriptor['@type'] !== KIND) continue;
		if (typeof schema !== 'string' || typeof property !== 'string') continue;
		const namespace = descriptor['xdm:namespace'];
		const identity: Identity = {
			// `/_acme/customerId` is the field `_acme.customerId`.
			path: property.split('/').filter(Boolean).join('.'),
			namespace: typeof namespace === 'string' ? namespace : '',
			isPrimary: descriptor['xdm:isPrimary'] === true,
		};
		found.set(schema, [...(found.get(schema) ?? []), identity]);
	}
	return found;
}
