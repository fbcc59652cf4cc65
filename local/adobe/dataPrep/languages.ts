import { platformRefusal } from '../platform/refusals';
import { type Answer, answer } from '../server/answers';
import type { Call } from '../server/call';
import { isObject, type Json } from '../types';
import { parseExpression } from './expression';
import { FUNCTIONS } from './functions';

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

/** Why an expression is not well formed; nothing more is looked at. */
export function problemOf(expression: string): string | undefined {
	try {
		parseExpression(expression);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** `GET /languages/el/functions` (dp.yaml). */
export function listFunctions(): Answer {
	const described = FUNCTIONS.map(
		({ name, category, description, example }): Json => ({
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
		}),
	);
	return answer(200, described);
}

/** `GET /languages/el/operators` (dp.yaml). */
export function listOperators(): Answer {
	return answer(200, OPERATORS);
}

/** `POST /languages/el/validate`, answered with true or false (dp.yaml). */
export function validateExpression({ body }: Call): Answer {
	const expression = isObject(body) ? body.expression : undefined;
	if (typeof expression !== 'string') throw platformRefusal(400, 'The field expression is missing');
	return answer(200, problemOf(expression) === undefined);
}
