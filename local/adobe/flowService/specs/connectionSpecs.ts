import { answer } from '../../server/answers';
import { flowRefusal, notFound, sourcesRefusal, unknownSpec } from '../../server/errors';
import { knownParams } from '../../server/query';
import type { Route } from '../../server/route';
import { FLOW_SERVICE } from '../../server/route';
import type { Json, SpecInfo } from '../../types';
import { passes, readFilter } from '../entities/filters';
import { compile } from '../entities/schemas';
import type { Validator } from '../../server/validator';
import { type AuthMethod, S3_SPEC, type Source, sources } from './sources';

/** The data lake, target of every source flow (contract.md (g)). */
export const DATA_LAKE_SPEC = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
const CLOUD_STORAGE_PROVIDER = '0ed90a81-07f4-4586-8190-b40eccef1c5a';
/** What a user puts into the bucket policy for the role-based authentication. Made up. */
const IAM_ROLE = 'arn:aws:iam::000000000000:role/local-fake-adobe-role';
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/**
 * The parameters of an authentication as a JSON Schema. Adobe prints none for these sources; there are no patterns on
 * the keys, since those are published for destinations only.
 */
function paramsSchema(source: Source, { params }: AuthMethod) {
	const properties = params.map(({ name, required, secret, type = 'string', description }) => [
		name,
		{
			type,
			...(required && type === 'string' && { minLength: 1 }),
			...((secret || name === 's3AccessKey') && { format: 'password' }),
			...(description && { description }),
		},
	]);
	return {
		$schema: DRAFT_07,
		type: 'object',
		description: `defines auth params required for connecting to ${source.name}`,
		properties: Object.fromEntries(properties) as Record<string, Json>,
		required: params.filter(({ required }) => required).map(({ name }) => name),
	};
}

function specOf(source: Source) {
	return {
		id: source.id,
		name: source.name,
		providerId: CLOUD_STORAGE_PROVIDER,
		version: '1.0',
		authSpec: source.auth.map((method) => ({
			name: method.specName,
			type: method.type,
			spec: paramsSchema(source, method),
		})),
		// `path` alone is required and there is no `type`, though tutorials send it (EN:sources/tutorials/api/draft.md).
		sourceSpec: {
			name: 'CloudStorage',
			type: 'CloudStorage',
			spec: {
				$schema: DRAFT_07,
				type: 'object',
				properties: {
					path: { type: 'string', description: 'path of a file or folder, may hold wildcards' },
					recursive: { type: 'boolean', description: 'whether folders inside are read too' },
				},
				required: ['path'],
			},
			attributes: {
				category: 'Cloud Storage',
				isSource: true,
				uiAttributes: { label: source.title },
			},
		},
		exploreSpec: {
			name: 'FileSystem',
			type: 'FileSystem',
			requestSpec: {
				$schema: DRAFT_07,
				type: 'object',
				properties: {
					objectType: { type: 'string', enum: ['root', 'folder', 'file'] },
					object: { type: 'string' },
					fileType: { type: 'string', enum: ['delimited', 'json', 'parquet'] },
					preview: { type: 'boolean' },
				},
			},
		},
	};
}

const dataLakeSpec = {
	id: DATA_LAKE_SPEC,
	name: 'Data Lake',
	providerId: 'd6ae7a68-2bea-4f8a-9a9c-5ca0c4f5ff5f',
	version: '1.0',
	authSpec: [],
};

const specs = [...sources.map(specOf), dataLakeSpec];

interface ParamsRules {
	validate: Validator<Json>;
	known: Set<string>;
}

const authSchemas = new Map<string, ParamsRules>(
	sources.flatMap((source) =>
		source.auth.map((method): [string, ParamsRules] => [
			`${source.id} ${method.specName}`,
			{
				validate: compile<Json>(paramsSchema(source, method)),
				known: new Set(method.params.map(({ name }) => name)),
			},
		]),
	),
);

/** Refuses a reference to a spec, or a version of it, that does not exist (1413-400). */
export function requireSpec(info: SpecInfo): void {
	if (!specs.some((spec) => spec.id === info.id && spec.version === info.version)) {
		throw unknownSpec();
	}
}

/**
 * The parameter schema of an auth spec.
 * @throws Refusal 1415-400 when the connection spec has no auth spec of that name
 */
export function requireAuthSpec(connectionSpecId: string, specName: string) {
	const schema = authSchemas.get(`${connectionSpecId} ${specName}`);
	if (!schema) {
		throw flowRefusal(
			'1415-400',
			`The auth spec '${specName}' could not be found for the connection spec ID ${connectionSpecId}.`,
		);
	}
	return schema;
}

const FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'providerId', 'version', 'attributes']);

/**
 * The connection spec of that id.
 * @throws Refusal 1439-404
 */
export function requireKnown(id: string | undefined) {
	const spec = specs.find((candidate) => candidate.id === id);
	if (!spec) throw notFound('connectionSpecs', id ?? '');
	return spec;
}

/** `GET /connectionSpecs` and below, but explore (contract.md (c), (d)). */
export function connectionSpecRoutes(): Route[] {
	const base = `${FLOW_SERVICE}/connectionSpecs`;
	return [
		{
			method: 'GET',
			url: base,
			checks: 'flow',
			handler: ({ query }) => {
				knownParams(query, ['property']);
				const filters = query
					.getAll('property')
					.map((expression) => readFilter(expression, FIELDS));
				return answer(200, {
					items: specs.filter((spec) => filters.every((filter) => passes(spec, filter))),
					_links: {},
				});
			},
		},
		{
			method: 'GET',
			url: `${base}/:id`,
			checks: 'flow',
			handler: ({ params }) => answer(200, { items: [requireKnown(params.id)] }),
		},
		{
			method: 'GET',
			url: `${base}/:id/configs`,
			checks: 'flow',
			handler: ({ params, query }) => {
				requireKnown(params.id);
				knownParams(query, ['authType']);
				const authType = query.get('authType');
				if (!authType) {
					throw sourcesRefusal(
						'1359-400',
						'The param authType is missing in the request. Please provide a valid authType and try again.',
					);
				}
				if (params.id !== S3_SPEC || authType !== 'IamBasedAuthentication') {
					throw sourcesRefusal(
						'1301-400',
						`The provided authSpecType param : ${authType} is not supported. Please provide a valid auth spec type and try again.`,
					);
				}
				return answer(200, { configParams: { IAMRole: IAM_ROLE } });
			},
		},
	];
}
