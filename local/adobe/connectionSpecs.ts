import type { ValidateFunction } from 'ajv';

import { answer } from './answers';
import { flowRefusal, notFound, sourcesRefusal, unknownSpec } from './errors';
import { passes, readFilter } from './filters';
import { knownParams } from './query';
import type { Route } from './route';
import { FLOW_SERVICE } from './route';
import { compile } from './schemas';
import type { Json, SpecInfo } from './types';

/** Amazon S3 as a source (contract.md (d)). */
export const S3_SPEC = 'ecadc60c-7455-4d87-84dc-2a0e293d997b';
/** The data lake, target of every source flow (contract.md (g)). */
export const DATA_LAKE_SPEC = 'c604ff05-7f1a-43c0-8e18-33bf874cb11c';
const CLOUD_STORAGE_PROVIDER = '0ed90a81-07f4-4586-8190-b40eccef1c5a';
/** What a user puts into the bucket policy for the role-based authentication. Made up. */
const IAM_ROLE = 'arn:aws:iam::000000000000:role/local-fake-adobe-role';

const optionalParams = {
	serviceUrl: { type: 'string', description: 'Required when the bucket is region-specific' },
	bucketName: { type: 'string', description: 'Needed when access is restricted to one bucket' },
	folderPath: { type: 'string', description: 'Needed when access is restricted to one folder' },
};

// Adobe publishes no JSON of this spec; the parameters are those of contract.md (d). No patterns on the keys: they are
// published for the destination spec only.
const s3Spec = {
	id: S3_SPEC,
	name: 'amazon-s3',
	providerId: CLOUD_STORAGE_PROVIDER,
	version: '1.0',
	authSpec: [
		{
			name: 'Access Key',
			type: 'KeyBased',
			spec: {
				$schema: 'http://json-schema.org/draft-07/schema#',
				type: 'object',
				description: 'defines auth params required for connecting to amazon-s3',
				properties: {
					s3AccessKey: { type: 'string', minLength: 1, format: 'password' },
					s3SecretKey: { type: 'string', minLength: 1, format: 'password' },
					s3SessionToken: { type: 'string', format: 'password' },
					...optionalParams,
				},
				required: ['s3AccessKey', 's3SecretKey'],
			},
		},
		{
			name: 'IAMRole Based',
			type: 'IamBasedAuthentication',
			spec: {
				$schema: 'http://json-schema.org/draft-07/schema#',
				type: 'object',
				description: 'defines auth params required for connecting to amazon-s3 by a role',
				properties: {
					...optionalParams,
					bucketName: { type: 'string', minLength: 1 },
				},
				required: ['bucketName'],
			},
		},
	],
	sourceSpec: {
		name: 'CloudStorage',
		type: 'CloudStorage',
		spec: {
			$schema: 'http://json-schema.org/draft-07/schema#',
			type: 'object',
			properties: {
				path: { type: 'string' },
				type: { type: 'string', enum: ['file', 'folder'] },
				recursive: { type: 'boolean' },
			},
		},
		attributes: { category: 'Cloud Storage', isSource: true },
	},
	exploreSpec: {
		name: 'FileSystem',
		type: 'FileSystem',
		requestSpec: {
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

const dataLakeSpec = {
	id: DATA_LAKE_SPEC,
	name: 'Data Lake',
	providerId: 'd6ae7a68-2bea-4f8a-9a9c-5ca0c4f5ff5f',
	version: '1.0',
	authSpec: [],
};

const specs = [s3Spec, dataLakeSpec];

const authSchemas = new Map<string, { validate: ValidateFunction<Json>; known: Set<string> }>(
	s3Spec.authSpec.map(({ name, spec }) => [
		name,
		{ validate: compile<Json>(spec), known: new Set(Object.keys(spec.properties)) },
	]),
);

/** Refuses a reference to a spec, or a version of it, that does not exist (1413-400). */
export function requireSpec(info: SpecInfo): void {
	if (!specs.some((spec) => spec.id === info.id && spec.version === info.version)) {
		throw unknownSpec();
	}
}

/**
 * The parameter schema of an auth spec of Amazon S3.
 * @throws Refusal 1415-400 when the connection spec has no auth spec of that name
 */
export function requireAuthSpec(connectionSpecId: string, specName: string) {
	const schema = connectionSpecId === S3_SPEC ? authSchemas.get(specName) : undefined;
	if (!schema) {
		throw flowRefusal(
			'1415-400',
			`The auth spec '${specName}' could not be found for the connection spec ID ${connectionSpecId}.`,
		);
	}
	return schema;
}

const FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'providerId', 'version', 'attributes']);

function requireKnown(id: string | undefined) {
	const spec = specs.find((candidate) => candidate.id === id);
	if (!spec) throw notFound('connectionSpecs', id ?? '');
	return spec;
}

/** `GET /connectionSpecs` and below (contract.md (c), (d)). */
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
		{
			method: 'GET',
			url: `${base}/:id/explore`,
			checks: 'flow',
			handler: ({ params }) => {
				// Exploring without a connection is for the data landing zone, which is not here.
				throw sourcesRefusal(
					'1372-400',
					`The current operation is not allowed. Explore via connection spec is not allowed for connection spec ID=${requireKnown(params.id).id}.`,
				);
			},
		},
	];
}
