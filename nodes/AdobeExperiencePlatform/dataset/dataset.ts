import { ApiClient } from '../adobe/apiClient';
import { notFound } from '../adobe/errors/explain';
import { Failure, asFailure } from '../adobe/errors/failure';
import { CATALOG, SCHEMA_REGISTRY } from '../adobe/entity/kind';
import { addTo, asRecord, isRecord } from '../adobe/json';
import { ItemScope } from '../adobe/execution';

/** A dataset of Adobe's Catalog, as far as a dataflow needs it. */
export interface Dataset {
	id: string;
	name: string;
	/** The schema's `$id`, a URI. */
	schemaId: string;
	/** The schema's major version, from the content type of the reference. */
	schemaVersion: string;
	isProfileEnabled?: boolean;
}

/**
 * `GET /dataSets/{id}`, once in an execution. The Catalog returns an object keyed by the ID (contract.md, Catalog).
 * @throws Failure if it does not exist, or if it has no schema
 */
export async function getDataset(client: ApiClient, id: string): Promise<Dataset> {
	return await client.readOnce(['dataset', id], async () => {
		const body = await client.read({
			method: 'GET',
			path: `${CATALOG}/dataSets/${encodeURIComponent(id)}`,
			noun: 'dataset',
		});
		const entry = asRecord(body)[id];
		if (!isRecord(entry)) throw notFound('dataset');
		const dataset = datasetOf(id, entry);
		if (dataset.schemaId) return dataset;
		throw new Failure(
			`The dataset "${dataset.name}" has no schema`,
			'A mapping needs the fields of a schema. Choose a dataset that was created from a schema.',
		);
	});
}

export function datasetOf(id: string, entry: unknown): Dataset {
	const { name, schemaRef, tags } = asRecord(entry);
	const { id: schemaId, contentType } = asRecord(schemaRef);
	return {
		id,
		name: typeof name === 'string' ? name : id,
		schemaId: typeof schemaId === 'string' ? schemaId : '',
		schemaVersion: /version=(\d+)/.exec(String(contentType))?.[1] ?? '1',
		...(isProfileEnabled(tags) && { isProfileEnabled: true }),
	};
}

/** Tags may contain blanks: `enabled: true` (contract.md, Catalog). */
function isProfileEnabled(tags: unknown): boolean {
	const { unifiedProfile } = asRecord(tags);
	const words = Array.isArray(unifiedProfile) ? (unifiedProfile as unknown[]) : [unifiedProfile];
	return words.some((word) => String(word).replace(/\s/g, '').toLowerCase() === 'enabled:true');
}

/** Adobe's own schemas, which all organizations share, are in another container. */
const GLOBAL = 'https://ns.adobe.com/xdm/';

/** How Flow Service and Data Prep name a schema (contract.md (g)): `;version=1`, the major version only. */
export function schemaContentType({ schemaVersion }: Dataset): string {
	return `application/vnd.adobe.xed-full+json;version=${schemaVersion}`;
}

export interface ResolvedSchema {
	root: Record<string, unknown>;
	fields: SchemaField[];
}

/** Reads a dataset's schema with all references resolved (Schema Registry, `xed-full`), once in an execution. */
export async function readSchema(
	client: ApiClient,
	{ schemaId, schemaVersion }: Dataset,
): Promise<ResolvedSchema> {
	const container = schemaId.startsWith(GLOBAL) ? 'global' : 'tenant';
	return await client.readOnce(['schema', schemaId, schemaVersion], async () => {
		const schema = await client.read({
			method: 'GET',
			path: `${SCHEMA_REGISTRY}/${container}/schemas/${encodeURIComponent(schemaId)}`,
			accept: `application/vnd.adobe.xed-full+json; version=${schemaVersion}`,
			noun: 'schema',
			isAnswer: (answer) => isRecord(answer) && isRecord(answer.properties),
		});
		return { root: asRecord(schema), fields: schemaFields(schema) };
	});
}

export interface SchemaField {
	/** Dotted, with the tenant's namespace: `_acme.loyalty.level`. */
	path: string;
	/** `string`, `integer`, `number`, `boolean`, `date`, `date-time`, `array`, `map` or `object`. */
	type: string;
	/** Whether every record must have it. */
	required: boolean;
	/**
	 * The optional object that requires this field. If anything is mapped into that object, this field must be mapped
	 * as well.
	 */
	requiredWithin?: string;
	/** The type in the schema, if `type` is wider: `byte`, `short`, `long`. */
	exactType?: string;
	/** Of a number. */
	minimum?: number;
	maximum?: number;
	/** The only values that it accepts. */
	values?: string[];
	description?: string;
}

const MOST_FIELDS = 10_000;
const MOST_LEVELS = 20;

/**
 * The fields of a resolved schema (`xed-full`), in the schema's order. Objects are opened. Arrays and maps are fields
 * as a whole. Incomplete definitions are skipped.
 * @param schema the response, with `properties` and `required` at each level
 */
export function schemaFields(schema: unknown): SchemaField[] {
	const fields: SchemaField[] = [];
	collect(schema, '', undefined, fields, 0);
	return fields;
}

/** @param within the innermost optional object around the node, which may be the node itself */
function collect(
	node: unknown,
	prefix: string,
	within: string | undefined,
	fields: SchemaField[],
	level: number,
): void {
	const { properties, required } = asRecord(node);
	const names = new Set(Array.isArray(required) ? (required as unknown[]) : []);
	for (const [name, definition] of Object.entries(asRecord(properties))) {
		if (fields.length >= MOST_FIELDS || !isRecord(definition)) continue;
		const path = prefix + name;
		const isRequired = names.has(name);
		const type = typeOf(definition);
		if (type === 'object' && isRecord(definition.properties) && level < MOST_LEVELS) {
			// An optional object requires its members only if something is mapped into it.
			collect(definition, `${path}.`, isRequired ? within : path, fields, level + 1);
			continue;
		}
		fields.push({
			path,
			type,
			required: isRequired && within === undefined,
			...descriptionOf(definition),
			...(isRequired && within !== undefined && { requiredWithin: within }),
			...boundsOf(definition, type),
		});
	}
}

function descriptionOf({ title, description }: Record<string, unknown>): { description?: string } {
	const text = [description, title].find((one) => typeof one === 'string' && one !== '');
	return typeof text === 'string' ? { description: text } : {};
}

/** The type of a field: `meta:xdmType`, or the words of JSON Schema if it is missing. */
export function typeOf(definition: Record<string, unknown>): string {
	const xdm = definition['meta:xdmType'];
	const type = Array.isArray(definition.type) ? definition.type[0] : definition.type;
	const word = String(xdm ?? type ?? 'object').toLowerCase();
	if (word === 'array' || word === 'map') return word;
	if (type === 'object' && isRecord(definition.additionalProperties) && !definition.properties) {
		return 'map';
	}
	if (['int', 'long', 'short', 'byte', 'integer'].includes(word)) return 'integer';
	if (['double', 'float', 'number'].includes(word)) return 'number';
	if (word === 'string') {
		return definition.format === 'date' || definition.format === 'date-time'
			? definition.format
			: 'string';
	}
	return word;
}

/** Ranges of integer types (XDM, field constraints). A schema may define its own. */
const RANGES = new Map<string, readonly [minimum: number, maximum: number]>([
	['byte', [-128, 128]],
	['short', [-32_768, 32_768]],
	['int', [-2_147_483_648, 2_147_483_648]],
	['integer', [-2_147_483_648, 2_147_483_648]],
	['long', [-9_007_199_254_740_992, 9_007_199_254_740_992]],
]);

function boundsOf(definition: Record<string, unknown>, type: string): Partial<SchemaField> {
	const { enum: listed } = definition;
	const exactType = String(definition['meta:xdmType'] ?? '').toLowerCase();
	const [least, most] = RANGES.get(exactType) ?? [];
	const minimum = typeof definition.minimum === 'number' ? definition.minimum : least;
	const maximum = typeof definition.maximum === 'number' ? definition.maximum : most;
	const isNumber = type === 'integer' || type === 'number';
	return {
		...(RANGES.has(exactType) && exactType !== type && { exactType }),
		...(isNumber && minimum !== undefined && { minimum }),
		...(isNumber && maximum !== undefined && { maximum }),
		...(Array.isArray(listed) && listed.length > 0 && { values: listed.map(String) }),
	};
}

/** A field that identifies a person. */
export interface Identity {
	path: string;
	/** Code of the namespace, such as `Email`. */
	namespace: string;
	isPrimary: boolean;
}

/** A map of identities can replace identity fields. */
export const IDENTITY_MAP = 'identityMap';

const KIND = 'xdm:descriptorIdentity';
/** Status codes if descriptors may not be read. */
const REFUSED = ['400', '403', '404', '406'];

/**
 * The identities of a dataset's schema, from the descriptors of the sandbox (Schema Registry), which are read once in an
 * execution.
 * @returns undefined if they may not be read, since View Identity Namespaces or View Schemas is missing
 */
export async function readIdentities(
	client: ApiClient,
	{ schemaId }: Pick<Dataset, 'schemaId'>,
): Promise<readonly Identity[] | undefined> {
	const all = await client.readOnce(['descriptors'], async () => {
		// A scope of its own, so that a slow response does not use up the budget that the item needs for its writes.
		const body = await new ApiClient(client.http, client.execution, new ItemScope())
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
	});
	return all && (all.get(schemaId) ?? []);
}

/** By the schema's `$id`. Reads all three forms: grouped by type, a plain list, and a page of results. */
function identitiesIn(body: unknown): Map<string, Identity[]> {
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
		addTo(found, schema, identity);
	}
	return found;
}
