import { ApiClient } from '../adobe/apiClient';
import { asRecord, isRecord } from '../adobe/json';
import { SCHEMA_REGISTRY } from '../adobe/entity/kind';
import type { Dataset } from './dataset';
import { asFailure, Failure } from '../adobe/errors/failure';
import { ItemScope } from '../adobe/item';

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

/** A field of a schema that a column can go into. */
export interface SchemaField {
	/** Dotted, the tenant's namespace included: `_acme.loyalty.level`. */
	path: string;
	/** `string`, `integer`, `number`, `boolean`, `date`, `date-time`, `array`, `map` or `object`. */
	type: string;
	/** Whether every record must have it. */
	required: boolean;
	/**
	 * The optional object that it is a required part of: whoever maps anything into that object must map
	 * this field, too.
	 */
	requiredWithin?: string;
	/** The type as the schema has it where `type` is wider: `byte`, `short`, `long`. */
	exactType?: string;
	/** Of a number. */
	minimum?: number;
	maximum?: number;
	/** The only values that it takes. */
	values?: string[];
	/** What the schema says about it. */
	description?: string;
}

const MOST_FIELDS = 10_000;
const MOST_LEVELS = 20;

/** Types by which objects are mapped as a whole. */
const NO_MEMBERS: Record<string, string> = { array: 'array', map: 'map' };

/**
 * The fields of a schema as the Schema Registry resolves it (`xed-full`: all references replaced),
 * in the schema's order. Objects are opened; arrays and maps are fields as a whole. Whatever is
 * missing is passed over.
 * @param schema the answer, with `properties` and `required` at each level
 */
export function schemaFields(schema: unknown): SchemaField[] {
	const fields: SchemaField[] = [];
	collect(schema, '', { required: true }, fields, 0);
	return fields;
}

/** What an object's place means for its required members. */
interface Place {
	/** Every record has this object. */
	required: boolean;
	/** The outermost optional object around, itself included. */
	within?: string;
}

function collect(
	node: unknown,
	prefix: string,
	place: Place,
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
			// An object that need not be there starts a place of its own, unless one further out has.
			const inner: Place =
				isRequired || place.within !== undefined
					? { ...place, ...(!isRequired && { within: path }) }
					: { required: false, within: path };
			collect(definition, `${path}.`, inner, fields, level + 1);
			continue;
		}
		fields.push({
			path,
			type,
			required: isRequired && place.within === undefined,
			...descriptionOf(definition),
			...(isRequired && place.within !== undefined && { requiredWithin: place.within }),
			...boundsOf(definition, type),
		});
	}
}

function descriptionOf({ title, description }: Record<string, unknown>): { description?: string } {
	const text = [description, title].find((one) => typeof one === 'string' && one !== '');
	return typeof text === 'string' ? { description: text } : {};
}

/** `meta:xdmType` says most; JSON Schema's own words where it is missing. */
export function typeOf(definition: Record<string, unknown>): string {
	const xdm = definition['meta:xdmType'];
	const type = Array.isArray(definition.type) ? definition.type[0] : definition.type;
	const word = String(xdm ?? type ?? 'object').toLowerCase();
	if (NO_MEMBERS[word]) return NO_MEMBERS[word];
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

/** Bounds of the kinds of whole numbers (XDM, field constraints); a schema may name its own. */
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
export async function readIdentities({
	http,
	execution,
}: ApiClient): Promise<Identities | undefined> {
	// A scope of its own, so that a slow answer does not use up what the item needs for its writes.
	const client = new ApiClient(http, execution, new ItemScope());
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
function identitiesIn(body: unknown): Identities {
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
