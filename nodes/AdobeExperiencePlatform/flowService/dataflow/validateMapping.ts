import type { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import { asRecord, isRecord } from '../../transport/json';
import { cut } from '../../transport/listed';
import type { Dataset } from '../dataset';
import { DATA_PREP } from '../paths';
import { joined, type Problem } from '../problem';
import type { MappingPair } from './mappingPair';
import { mappingSetBody } from './mappingSet';

const LONGEST_EXPRESSION = 120;

/**
 * Has Adobe check a mapping with expressions before anything is written: `POST /mappingSets/validate`, and where
 * that gives no verdict, each expression by `POST /languages/el/validate`.
 * @returns hints where Adobe gives no verdict at all
 * @throws Failure that names the expression and what Adobe says of it
 */
export async function validateMapping(
	client: ApiClient,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<string[]> {
	const computed = pairs.filter(({ isExpression }) => isExpression);
	if (computed.length === 0) return [];
	const problems = await validateSet(client, dataset, pairs).catch(asFailure);
	if (!(problems instanceof Failure)) {
		refuse(problems);
		return [];
	}
	const checks = await Promise.all(
		computed.map(async (pair) => ({ pair, isGood: await isValid(client, pair.source) })),
	);
	refuse(checks.filter(({ isGood }) => isGood === false).map(({ pair }) => problemOf(pair, '')));
	if (checks.every(({ isGood }) => isGood)) return [];
	return [`Adobe did not check the calculated fields (${problems.message}). Check the first run.`];
}

function problemOf({ source, destination, isExpression }: MappingPair, words: string): Problem {
	const what = isExpression ? 'calculated field' : 'mapping';
	return {
		message: `Invalid ${what} for "${destination}": ${cut(source, LONGEST_EXPRESSION)}`,
		mend: `${words === '' ? 'Adobe does not take this expression.' : `Adobe says: ${words}.`} Texts stand in double quotes, and columns with blanks in \${…}.`,
	};
}

function refuse(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Failure(problem.message, `${problem.mend} Nothing was created.`);
}

/** What is wrong in Adobe's words; the answer has one verdict for each mapping, in order [inference]. */
async function validateSet(
	client: ApiClient,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<Problem[]> {
	const { outputSchema, mappings } = mappingSetBody('', dataset, pairs);
	const body = await client.read({
		method: 'POST',
		path: `${DATA_PREP}/mappingSets/validate`,
		body: { outputSchema, mappings },
		noun: 'mapping',
		isAnswer: (answer) => verdictsIn(answer) !== undefined,
	});
	return (verdictsIn(body) ?? []).flatMap(({ status, errors }, index) => {
		if (status !== 'FAILED') return [];
		const words = [...new Set(errors.map(({ exception }) => String(exception ?? '')))];
		const said = words.filter(Boolean).join('; ');
		const pair = pairs.find((each) => errors.some((error) => isAbout(error, each))) ?? pairs[index];
		if (pair) return [problemOf(pair, said)];
		return [{ message: 'Adobe does not take the mapping', mend: `Adobe says: ${said}.` }];
	});
}

interface Verdict {
	status: string;
	errors: Array<Record<string, unknown>>;
}

/** `{ validationResponse: [...] }`, or the list alone. */
function verdictsIn(body: unknown): Verdict[] | undefined {
	const listed = Array.isArray(body) ? (body as unknown[]) : asRecord(body).validationResponse;
	if (!Array.isArray(listed)) return undefined;
	return listed.map((entry: unknown) => {
		const { status, errors } = asRecord(entry);
		return {
			status: String(status).toUpperCase(),
			errors: Array.isArray(errors) ? errors.filter(isRecord) : [],
		};
	});
}

function isAbout(error: Record<string, unknown>, { source, destination }: MappingPair): boolean {
	return error.destination === destination && (error.source ?? source) === source;
}

/** Whether Adobe takes an expression; undefined where it gives no verdict. Its text and its example differ in the body. */
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

/** `true` or `false`, also as a text. */
function verdictOf(answer: unknown): boolean | undefined {
	const word = String(answer).trim();
	return word === 'true' ? true : word === 'false' ? false : undefined;
}
