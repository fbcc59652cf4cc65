import { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import { ItemScope } from '../../transport/item';
import { asRecord, isRecord } from '../../transport/json';
import { SCHEMA_REGISTRY } from '../paths';

/** Dotted paths of the fields that are a schema's primary identity, by the schema's `$id`. */
export type PrimaryIdentities = ReadonlyMap<string, readonly string[]>;

/**
 * The primary identities of all schemas of the sandbox (`GET /tenant/descriptors`, objects grouped by their type). They
 * serve a hint only, so whatever goes wrong is no failure.
 * @returns undefined where they cannot be read: View Identity Namespaces or View Schemas may be missing
 */
export async function readPrimaryIdentities({
	http,
	run,
}: ApiClient): Promise<PrimaryIdentities | undefined> {
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
	return body instanceof Failure ? undefined : primaryIdentities(body);
}

/** Reads the form grouped by type, a plain list, and a page of results. */
export function primaryIdentities(body: unknown): PrimaryIdentities {
	const { results } = asRecord(body);
	const lists = Array.isArray(body)
		? [body]
		: Array.isArray(results)
			? [results]
			: Object.values(asRecord(body));
	const found = new Map<string, string[]>();
	for (const entry of lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))) {
		const descriptor = asRecord(entry);
		const schema = descriptor['xdm:sourceSchema'];
		const property = descriptor['xdm:sourceProperty'];
		const isPrimary =
			descriptor['@type'] === 'xdm:descriptorIdentity' && descriptor['xdm:isPrimary'] === true;
		if (!isPrimary || typeof schema !== 'string' || typeof property !== 'string') continue;
		const path = property.split('/').filter(Boolean).join('.');
		found.set(schema, [...(found.get(schema) ?? []), path]);
	}
	return found;
}
