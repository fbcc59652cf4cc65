import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import { isObject, type Json } from '../types';

function describe(category: string, name: string, description: string, example: string): Json {
	return {
		category,
		function: name,
		description,
		syntax: `String ${name}(String...)`,
		returns: description,
		returnType: 'java.lang.Object',
		example,
		result: '',
		params: [],
		since: 1,
	};
}

/** A few of the functions of Data Prep, in the form of dp.yaml's sample. */
const FUNCTIONS = [
	describe('Date / Time', 'date', 'Reads a date from a text', 'date("2026-06-01")'),
	describe('Hierarchies - Arrays', 'first', 'The first item of a list', 'first("1", "2")'),
	describe('String', 'concat', 'Joins texts', 'concat("Hi", " ", "there")'),
	describe('String', 'lower', 'The text in lower case', 'lower("ACME")'),
	describe('String', 'trim', 'The text without blanks around it', 'trim(" Acme ")'),
	describe('String', 'upper', 'The text in upper case', 'upper("acme")'),
];

const OPERATORS = [
	['+', 'add', 2, 'Addition', '1 + 2'],
	['-', 'subtract', 2, 'Subtraction', '2 - 1'],
	['*', 'multiply', 2, 'Multiplication', '2 * 3'],
	['/', 'divide', 2, 'Division', '6 / 3'],
	['!', 'not', 1, 'Negation', '!paid'],
].map(([operatorSymbol, methodName, numberOfOperands, description, example]) => ({
	operatorSymbol,
	methodName,
	numberOfOperands,
	description,
	example,
}));

/** Whether quotes and parentheses are closed and every function is one of the list; nothing more is looked at. */
function wellFormed(expression: string): boolean {
	const bare = expression.replace(/"[^"]*"|'[^']*'/g, '');
	if (bare.trim() === '' ? expression.trim() === '' : /["']/.test(bare)) return false;
	let depth = 0;
	for (const character of bare) {
		if (character === '(') depth++;
		else if (character === ')' && --depth < 0) return false;
	}
	const called = [...bare.matchAll(/(\w+)\s*\(/g)].map(([, name]) => name);
	return depth === 0 && called.every((name) => FUNCTIONS.some((known) => known.function === name));
}

/** `GET /languages/el/functions` (dp.yaml). */
export function listFunctions(): Answer {
	return answer(200, FUNCTIONS);
}

/** `GET /languages/el/operators` (dp.yaml). */
export function listOperators(): Answer {
	return answer(200, OPERATORS);
}

/** `POST /languages/el/validate`, answered with true or false (dp.yaml). */
export function validateExpression({ body }: Call): Answer {
	const expression = isObject(body) ? body.expression : undefined;
	if (typeof expression !== 'string') throw platformRefusal(400, 'The field expression is missing');
	return answer(200, wellFormed(expression));
}
