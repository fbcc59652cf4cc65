import { originOf } from '../platform/origin';
import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import type { Route } from '../server/route';
import type { Json } from '../types';
import type { World } from '../world';
import { listForm, lookupForm } from './accept';
import { descriptors } from './descriptors';
import { page } from './list';
import { present, summary } from './present';
import type { StoredSchema } from './schemas';
import { TENANT_ID } from './tenantId';

const REGISTRY = '/data/foundation/schemaregistry';

/** `tenant`, or `global` for Adobe's own, of which there are none here. */
function container(call: Call): string {
	const { container: name = '' } = call.params;
	if (name === 'tenant' || name === 'global') return name;
	throw platformRefusal(404, `Container ${name} not found`);
}

function schemasOf(world: World, call: Call): StoredSchema[] {
	return container(call) === 'tenant' ? world.schemas.in(call.sandbox.name) : [];
}

function listSchemas(world: World, call: Call): Answer {
	const { form } = listForm(call.headers.accept);
	const schemas = schemasOf(world, call);
	const items = schemas.map((schema) => present(world, schema, 'xed', call.sandbox));
	const { results, _page, next } = page(items, call.query);
	const shown = results.map((whole) => {
		const schema = schemas.find(({ $id }) => $id === whole.$id);
		return form === 'xed-id' && schema ? summary(schema) : whole;
	});
	const href = `${originOf(call)}${REGISTRY}/${call.params.container}/schemas?${next}`;
	return answer(200, {
		results: shown,
		_page,
		_links: {
			next: next && { href },
			global_schemas: { href: `${originOf(call)}${REGISTRY}/global/schemas` },
		},
	});
}

function oneSchema(world: World, call: Call): Answer {
	const { form, version } = lookupForm(call.headers.accept);
	const { id = '' } = call.params;
	const found = schemasOf(world, call).find((schema) => schema.$id === id || schema.altId === id);
	// The major version alone means its newest minor one (EN:xdm/api/getting-started.md).
	if (!found || (version !== found.version && version !== found.version.split('.')[0])) {
		throw platformRefusal(404, `Object ${id} with version ${version} not found`);
	}
	return answer(200, present(world, found, form, call.sandbox));
}

function stats(world: World, call: Call): Answer {
	const schemas = world.schemas.in(call.sandbox.name);
	const recent = schemas.map(({ $id, title, description, version, createdAt }) => ({
		$id,
		title,
		description,
		'meta:resourceType': 'schemas',
		'meta:created': new Date(createdAt).toUTCString(),
		version,
	}));
	const usage: Record<string, Json[]> = {};
	for (const { $id, title, description, class: used } of schemas) {
		(usage[used] ??= []).push({ $id, title, description });
	}
	return answer(200, {
		imsOrg: world.demo.organizationId,
		tenantId: TENANT_ID,
		counts: { schemas: schemas.length, mixins: 0, datatypes: 0, classes: 0, unions: 0 },
		recentlyCreatedResources: recent,
		recentlyUpdatedResources: recent,
		classUsage: usage,
	});
}

/** Schemas as the Schema Registry shows them (EN:xdm/api/schemas.md, getting-started.md). */
export function schemaRegistryRoutes(world: World): Route[] {
	return [
		{
			method: 'GET',
			url: `${REGISTRY}/stats`,
			checks: 'flow',
			handler: (call) => stats(world, call),
		},
		{
			method: 'GET',
			url: `${REGISTRY}/:container/descriptors`,
			checks: 'flow',
			handler: (call) => descriptors(schemasOf(world, call), call.headers.accept),
		},
		{
			method: 'GET',
			url: `${REGISTRY}/:container/schemas`,
			checks: 'flow',
			handler: (call) => listSchemas(world, call),
		},
		{
			method: 'GET',
			url: `${REGISTRY}/:container/schemas/:id`,
			checks: 'flow',
			handler: (call) => oneSchema(world, call),
		},
	];
}
