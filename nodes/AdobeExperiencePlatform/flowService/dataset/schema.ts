import type { ApiClient } from '../../transport/apiClient';
import { asRecord, isRecord } from '../../transport/json';
import { SCHEMA_REGISTRY } from '../paths';
import type { Dataset } from './datasets';
import { schemaFields, type SchemaField } from './schemaFields';

/** Adobe's own schemas, which every organization shares, are in another container. */
const GLOBAL = 'https://ns.adobe.com/xdm/';

/** How Flow Service and Data Prep name a schema (contract.md (g)): `;version=1`, the major version only. */
export function schemaContentType({ schemaVersion }: Dataset): string {
	return `application/vnd.adobe.xed-full+json;version=${schemaVersion}`;
}

/** A schema as the registry resolves it, and the fields that can be mapped to. */
export interface ResolvedSchema {
	root: Record<string, unknown>;
	fields: SchemaField[];
}

/** A dataset's schema, all references resolved (Schema Registry, `xed-full`). */
export async function readSchema(client: ApiClient, dataset: Dataset): Promise<ResolvedSchema> {
	const { schemaId } = dataset;
	const container = schemaId.startsWith(GLOBAL) ? 'global' : 'tenant';
	const schema = await client.read({
		method: 'GET',
		path: `${SCHEMA_REGISTRY}/${container}/schemas/${encodeURIComponent(schemaId)}`,
		accept: `application/vnd.adobe.xed-full+json; version=${dataset.schemaVersion}`,
		noun: 'schema',
		isAnswer: (answer) => isRecord(answer) && isRecord(answer.properties),
	});
	return { root: asRecord(schema), fields: schemaFields(schema) };
}
