import type { ApiClient } from '../../transport/apiClient';
import { isRecord } from '../../transport/json';
import { SCHEMA_REGISTRY } from '../paths';
import type { Dataset } from './datasets';
import { schemaFields, type SchemaField } from './schemaFields';

/** Adobe's own schemas, which every organization shares, are in another container. */
const GLOBAL = 'https://ns.adobe.com/xdm/';

/** How Flow Service and Data Prep name a schema (contract.md (g)): `;version=1`, the major version only. */
export function schemaContentType({ schemaVersion }: Dataset): string {
	return `application/vnd.adobe.xed-full+json;version=${schemaVersion}`;
}

/** The fields of a dataset's schema, all references resolved (Schema Registry, `xed-full`). */
export async function readSchemaFields(
	client: ApiClient,
	dataset: Dataset,
): Promise<SchemaField[]> {
	const { schemaId } = dataset;
	const container = schemaId.startsWith(GLOBAL) ? 'global' : 'tenant';
	const schema = await client.read({
		method: 'GET',
		path: `${SCHEMA_REGISTRY}/${container}/schemas/${encodeURIComponent(schemaId)}`,
		accept: `application/vnd.adobe.xed-full+json; version=${dataset.schemaVersion}`,
		noun: 'schema',
		isAnswer: (answer) => isRecord(answer) && isRecord(answer.properties),
	});
	return schemaFields(schema);
}
