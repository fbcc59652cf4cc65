import type { ApiClient } from '../../transport/apiClient';
import { BOUNDS } from '../../transport/bounds';
import { isSuccess } from '../../transport/outcome';
import { asRecord, isRecord } from '../../transport/json';
import { schemaContentType, type Dataset } from '../dataset';
import { DATA_PREP } from '../paths';
import { sourceTypeOf, type MappingPair } from './mappingPair';

const PATH = `${DATA_PREP}/mappingSets`;
const NOUN = 'mapping set';

export interface MappingSet {
	id: string;
	name?: string;
	version: number;
	/** The schema that it maps into. */
	schemaId?: string;
	pairs: MappingPair[];
}

/** The body of a mapping set (contract.md, mapping sets): columns by name, and expressions. */
export function mappingSetBody(name: string, dataset: Dataset, pairs: readonly MappingPair[]) {
	return {
		name,
		outputSchema: {
			schemaRef: { id: dataset.schemaId, contentType: schemaContentType(dataset) },
		},
		mappings: pairs.map((pair) => ({
			sourceType: sourceTypeOf(pair),
			source: pair.source,
			destination: pair.destination,
		})),
	};
}

/** `GET /mappingSets/{id}` of Data Prep. */
export async function getMappingSet(client: ApiClient, id: string): Promise<MappingSet> {
	const body = await client.read({
		method: 'GET',
		path: `${PATH}/${encodeURIComponent(id)}`,
		noun: NOUN,
		isAnswer: isMappingSet,
	});
	return mappingSetOf(body);
}

/**
 * `POST /mappingSets`. Where the answer is lost, the set is looked for by its name; a second one that
 * nothing uses would do no harm, but Adobe has no way to delete it.
 * @param name of this item alone
 */
export async function createMappingSet(
	client: ApiClient,
	name: string,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<MappingSet> {
	for (let round = 1; ; round++) {
		const sent = await client.sendUntilUnclear({
			method: 'POST',
			path: PATH,
			body: mappingSetBody(name, dataset, pairs),
			noun: NOUN,
			isAnswer: isMappingSet,
		});
		if (sent.isDone && isSuccess(sent.outcome)) return mappingSetOf(sent.outcome.body);
		const failure = client.failure(sent.outcome, NOUN, Math.max(sent.tries, round));
		if (!sent.unclear) throw failure;
		await client.run.wait(BOUNDS.firstWait);
		const own = await findMappingSet(client, name, dataset, pairs);
		if (own) return own;
		if (!client.mayGoOn(round, 0)) throw failure;
		client.run.stats.retried++;
	}
}

/** `PUT /mappingSets/{id}`: replaces all mappings; the version grows, and dataflows name the version they use. */
export async function replaceMappings(
	client: ApiClient,
	id: string,
	name: string,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<MappingSet> {
	// The same body again gives the same mappings: harmless to repeat.
	await client.read({
		method: 'PUT',
		path: `${PATH}/${encodeURIComponent(id)}`,
		body: { ...mappingSetBody(name, dataset, pairs), id },
		noun: NOUN,
		write: { how: 'updated', what: `the ${NOUN} ${id}` },
	});
	return await getMappingSet(client, id);
}

/** The newest of that name with the same mappings; the list has pages by offset (contract.md, mapping sets). */
async function findMappingSet(
	client: ApiClient,
	name: string,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<MappingSet | undefined> {
	const body = await client.read({
		method: 'GET',
		path: PATH,
		query: [
			['limit', '100'],
			['start', '0'],
			['orderBy', '-createdDate'],
			['name', name],
		],
		noun: NOUN,
		isAnswer: (answer) => Array.isArray(asRecord(answer).data),
	});
	const listed = asRecord(body).data as unknown[];
	return listed
		.filter((entry) => isMappingSet(entry) && asRecord(entry).name === name)
		.map(mappingSetOf)
		.find((found) => found.schemaId === dataset.schemaId && samePairs(found.pairs, pairs));
}

/** Whether two mappings say the same, in whatever order. */
export function samePairs(a: readonly MappingPair[], b: readonly MappingPair[]): boolean {
	const texts = (pairs: readonly MappingPair[]) =>
		pairs.map((pair) => JSON.stringify([sourceTypeOf(pair), pair.source, pair.destination])).sort();
	return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}

function isMappingSet(body: unknown): boolean {
	return typeof asRecord(body).id === 'string';
}

/** Reads both forms of a mapping: today's, and the one of the older tutorials (contract.md, mapping sets). */
function mappingSetOf(body: unknown): MappingSet {
	const { id, name, version, outputSchema, schemaRef, xdmSchema, mappings } = asRecord(body);
	const schemaId =
		asRecord(asRecord(outputSchema).schemaRef).id ?? xdmSchema ?? asRecord(schemaRef).id;
	const pairs = (Array.isArray(mappings) ? mappings : []).filter(isRecord).map(
		(entry): MappingPair => ({
			source: String(entry.source ?? entry.sourceAttribute ?? ''),
			destination: String(entry.destination ?? entry.destinationXdmPath ?? ''),
			...kindOf(String(entry.sourceType ?? '')),
		}),
	);
	return {
		id: String(id),
		version: Number(version ?? 0),
		...(typeof name === 'string' && { name }),
		...(typeof schemaId === 'string' && { schemaId }),
		pairs,
	};
}

/** Types as they are sent, and as they are read back (Data Prep, mapping sets). */
function kindOf(sourceType: string): Pick<MappingPair, 'isExpression' | 'isConstant'> {
	if (/^(EXPRESSION|text\/x\.aep-xl)$/i.test(sourceType)) return { isExpression: true };
	return /^(STATIC|text\/plain)$/i.test(sourceType) ? { isConstant: true } : {};
}
