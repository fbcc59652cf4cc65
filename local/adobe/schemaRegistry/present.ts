import { isObject, type Json, type Sandbox } from '../types';
import type { World } from '../world';
import type { StoredSchema } from './schemas';
import { TENANT_ID } from './tenantId';

/** The short form of lists (EN:xdm/api/schemas.md). */
export function summary({ $id, altId, version, title }: StoredSchema): Json {
	return { $id, 'meta:altId': altId, version, title };
}

function withoutText(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutText);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name, member]) => !/^(title|description)$/.test(name) || isObject(member))
			.map(([name, member]) => [name, withoutText(member)]),
	);
}

function frame(world: World, schema: StoredSchema, sandbox: Sandbox): Json {
	const { clientId, organizationId } = world.demo;
	return {
		imsOrg: organizationId,
		'meta:extensible': false,
		'meta:abstract': false,
		'meta:extends': [schema.class, ...schema.fieldGroups],
		'meta:xdmType': 'object',
		'meta:registryMetadata': {
			'repo:createdDate': schema.createdAt,
			'repo:lastModifiedDate': schema.updatedAt,
			'xdm:createdClientId': clientId,
			'xdm:lastModifiedClientId': clientId,
		},
		'meta:class': schema.class,
		'meta:containerId': 'tenant',
		'meta:sandboxId': sandbox.id,
		'meta:sandboxType': sandbox.type,
		'meta:tenantNamespace': `_${TENANT_ID}`,
	};
}

/**
 * A schema in one of the forms of the Accept header: `xed` with references, `xed-full` with all fields in place, and
 * each without titles and descriptions for `-notext` (EN:xdm/api/schemas.md). There are no descriptors and no
 * deprecated fields here, so `xed-full-desc` and `xed-deprecatefield` equal `xed-full`.
 */
export function present(world: World, schema: StoredSchema, form: string, sandbox: Sandbox): Json {
	const { $id, altId, version, title, description, properties, required } = schema;
	const references = [schema.class, ...schema.fieldGroups].map(($ref) => ({
		$ref,
		type: 'object',
		'meta:xdmType': 'object',
	}));
	const raw = form === 'xed' || form === 'xed-notext';
	const shown: Json = {
		$id,
		'meta:altId': altId,
		'meta:resourceType': 'schemas',
		version,
		title,
		type: 'object',
		description,
		...(raw ? { allOf: references } : { properties, ...(required.length > 0 && { required }) }),
		...frame(world, schema, sandbox),
	};
	return form.endsWith('-notext') ? (withoutText(shown) as Json) : shown;
}
