import type { ApiClient } from '../../adobe/apiClient';
import { BOUNDS } from '../../adobe/waits';
import { isSuccess } from '../../adobe/outcome';
import { asRecord, isRecord } from '../../adobe/json';
import { schemaContentType, type Dataset } from '../../dataset/dataset';
import { DATA_PREP } from '../../adobe/entity/kind';
import { asFailure, cut, Failure } from '../../adobe/errors/failure';
import type { MappingPair, MappingProblem } from './pair';

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

interface MappingSetDraft {
	/** Unique to the item. */
	name: string;
	dataset: Dataset;
	pairs: readonly MappingPair[];
}

/** The body of a mapping set (contract.md, mapping sets). */
function mappingSetBody({ name, dataset, pairs }: MappingSetDraft) {
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

/** Escaped names are documented only within expressions (contract.md, mapping sets). */
function sourceTypeOf({ source, isExpression }: MappingPair): 'ATTRIBUTE' | 'EXPRESSION' {
	return isExpression || /\$\{|\\/.test(source) ? 'EXPRESSION' : 'ATTRIBUTE';
}

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
 * `POST /mappingSets`. If the response is lost, the mapping set is looked up by its name. A second, unused one would
 * do no harm, but Adobe cannot delete it.
 */
export async function createMappingSet(
	client: ApiClient,
	draft: MappingSetDraft,
): Promise<MappingSet> {
	for (let round = 1; ; round++) {
		const sent = await client.sendUntilUnclear({
			method: 'POST',
			path: PATH,
			body: mappingSetBody(draft),
			noun: NOUN,
			isAnswer: isMappingSet,
		});
		if (sent.isDone && isSuccess(sent.outcome)) return mappingSetOf(sent.outcome.body);
		const failure = client.failure({ ...sent, tries: Math.max(sent.tries, round) });
		if (!sent.unclear) throw failure;
		await client.execution.wait(BOUNDS.firstWait);
		const own = await findMappingSet(client, draft);
		if (own) return own;
		if (!client.mayGoOn(round, 0)) throw failure;
		client.execution.stats.retried++;
	}
}

/**
 * `PUT /mappingSets/{id}` replaces all mappings. The version increases, and dataflows keep the version that they
 * name.
 */
async function replaceMappings(
	client: ApiClient,
	id: string,
	draft: MappingSetDraft,
): Promise<MappingSet> {
	// The same body gives the same mappings, so it may be sent again.
	await client.read({
		method: 'PUT',
		path: `${PATH}/${encodeURIComponent(id)}`,
		body: { ...mappingSetBody(draft), id },
		noun: NOUN,
		write: { how: 'updated', what: `the ${NOUN} ${id}` },
	});
	return await getMappingSet(client, id);
}

/**
 * The newest mapping set with this name and the same mappings. The list is paged by offset (contract.md, mapping
 * sets).
 */
async function findMappingSet(
	client: ApiClient,
	{ name, dataset, pairs }: MappingSetDraft,
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

/** Whether two mappings are equal, in any order. */
function samePairs(a: readonly MappingPair[], b: readonly MappingPair[]): boolean {
	const texts = (pairs: readonly MappingPair[]) =>
		pairs.map((pair) => JSON.stringify([sourceTypeOf(pair), pair.source, pair.destination])).sort();
	return JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}

function isMappingSet(body: unknown): boolean {
	return typeof asRecord(body).id === 'string';
}

/** Reads both forms of a mapping: the current one, and that of older tutorials (contract.md, mapping sets). */
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

/** Types differ between requests and responses (Data Prep, mapping sets). */
function kindOf(sourceType: string): Pick<MappingPair, 'isExpression' | 'isConstant'> {
	if (/^(EXPRESSION|text\/x\.aep-xl)$/i.test(sourceType)) return { isExpression: true };
	return /^(STATIC|text\/plain)$/i.test(sourceType) ? { isConstant: true } : {};
}

/**
 * Validates a mapping with expressions, without writing anything: `POST /mappingSets/validate`, or `POST
 * /languages/el/validate` for each expression if the first gives no verdict.
 * @returns problems that Adobe found, and a hint if there is no verdict
 */
export async function validateMapping(
	client: ApiClient,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<{ problems: MappingProblem[]; hints: string[] }> {
	const computed = pairs.filter(({ isExpression }) => isExpression);
	if (computed.length === 0) return { problems: [], hints: [] };
	const verdict = await validateSet(client, dataset, pairs).catch(asFailure);
	if (!(verdict instanceof Failure)) return { problems: verdict, hints: [] };
	const checks = await Promise.all(
		computed.map(async (pair) => ({ pair, isGood: await isValid(client, pair.source) })),
	);
	const refused = checks.filter(({ isGood }) => isGood === false);
	if (refused.length > 0) {
		return { problems: refused.map(({ pair }) => problemOf(pair, '')), hints: [] };
	}
	const hint = `Adobe did not check the calculated fields (${verdict.message}). Check the first run.`;
	return { problems: [], hints: checks.every(({ isGood }) => isGood) ? [] : [hint] };
}

function problemOf(
	{ source, destination, isExpression }: MappingPair,
	words: string,
): MappingProblem {
	const what = isExpression ? 'calculated field' : 'mapping';
	return {
		field: destination,
		message: `Invalid ${what} for "${destination}": ${cut(source)}`,
		description: `${words === '' ? 'Adobe does not accept this expression.' : `Adobe says: ${words}.`} Put texts in double quotes, and columns with blanks in \${…}.`,
	};
}

/** Problems in Adobe's words. The response has one verdict for each mapping, in order [inference]. */
async function validateSet(
	client: ApiClient,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<MappingProblem[]> {
	const { outputSchema, mappings } = mappingSetBody({ name: '', dataset, pairs });
	const body = await client.read({
		method: 'POST',
		path: `${DATA_PREP}/mappingSets/validate`,
		body: { outputSchema, mappings },
		noun: 'mapping',
		isAnswer: (answer) => Array.isArray(listedIn(answer)),
	});
	return (listedIn(body) as unknown[]).map(verdictIn).flatMap(({ status, errors }, index) => {
		if (status !== 'FAILED') return [];
		const words = [...new Set(errors.map(({ exception }) => String(exception ?? '')))];
		const said = words.filter(Boolean).join('; ');
		const pair = pairs.find((each) => errors.some((error) => isAbout(error, each))) ?? pairs[index];
		if (pair) return [problemOf(pair, said)];
		return [{ message: 'Adobe does not accept the mapping', description: `Adobe says: ${said}.` }];
	});
}

interface Verdict {
	status: string;
	errors: Array<Record<string, unknown>>;
}

/** The response is `{ validationResponse: [...] }`, or the list itself. */
function listedIn(body: unknown): unknown {
	return Array.isArray(body) ? body : asRecord(body).validationResponse;
}

function verdictIn(entry: unknown): Verdict {
	const { status, errors } = asRecord(entry);
	return {
		status: String(status).toUpperCase(),
		errors: Array.isArray(errors) ? errors.filter(isRecord) : [],
	};
}

function isAbout(error: Record<string, unknown>, { source, destination }: MappingPair): boolean {
	return error.destination === destination && (error.source ?? source) === source;
}

/**
 * Whether Adobe accepts an expression; undefined without a verdict. Adobe's text and example differ in the body, so
 * both are tried.
 */
async function isValid(client: ApiClient, expression: string): Promise<boolean | undefined> {
	for (const body of [{ expression }, { expression: { expression } }]) {
		const answer = await client
			.read({
				method: 'POST',
				path: `${DATA_PREP}/languages/el/validate`,
				body,
				noun: 'expression',
				isAnswer: (given) => verdictOf(given) !== undefined,
			})
			.catch(asFailure);
		if (!(answer instanceof Failure)) return verdictOf(answer);
	}
	return undefined;
}

/** The response is `true` or `false`, possibly as text. */
function verdictOf(answer: unknown): boolean | undefined {
	const word = String(answer).trim();
	return word === 'true' ? true : word === 'false' ? false : undefined;
}

/**
 * A mapping set with these mappings: the stored one if it is equal, a new version if this node created it for this
 * dataflow, and otherwise a new mapping set, since the stored one belongs to somebody else.
 */
export async function updateMappingSet(
	client: ApiClient,
	id: string,
	draft: MappingSetDraft,
): Promise<MappingSet> {
	const stored = await getMappingSet(client, id);
	if (samePairs(stored.pairs, draft.pairs)) return stored;
	const isOwn = stored.name === undefined || stored.name === draft.name;
	return isOwn ? await replaceMappings(client, id, draft) : await createMappingSet(client, draft);
}
