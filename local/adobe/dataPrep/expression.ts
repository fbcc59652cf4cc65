import { FUNCTIONS, TransformError } from './functions';

/** What an expression is made of, ready to be computed on a row. */
type Node =
	| { kind: 'value'; value: unknown }
	| { kind: 'path'; path: string }
	| { kind: 'call'; name: string; args: Node[] }
	| { kind: 'operator'; sign: string; left: Node; right: Node };

/** An expression is not well formed. */
export class ExpressionError extends Error {}

const TOKEN =
	/\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\d+(?:\.\d+)?|(?:\$\{(?:\\.|[^}\\])*\}|(?:\\\.|[\p{L}\p{N}_$])+)(?:\[(?:\d+|\*)?\]|\.(?:\$\{(?:\\.|[^}\\])*\}|(?:\\\.|[\p{L}\p{N}_$])+))*|==|!=|<=|>=|&&|\|\||[-+*/<>(),])/uy;

const LEVELS = [['||'], ['&&'], ['==', '!=', '<', '>', '<=', '>='], ['+', '-'], ['*', '/']];
const CONSTANTS = new Map<string, unknown>([
	['true', true],
	['false', false],
	['null', undefined],
]);

function tokensOf(text: string): string[] {
	const tokens: string[] = [];
	const end = text.trimEnd().length;
	for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
		const at = TOKEN.lastIndex;
		const found = TOKEN.exec(text);
		if (!found) throw new ExpressionError(`Unexpected "${text.slice(at, at + 10)}"`);
		tokens.push(found[1] ?? '');
	}
	return tokens;
}

class Parser {
	private at = 0;

	constructor(private readonly tokens: string[]) {}

	parse(): Node {
		const node = this.operation(0);
		if (this.at < this.tokens.length)
			throw new ExpressionError(`Unexpected "${this.tokens[this.at]}"`);
		return node;
	}

	private operation(level: number): Node {
		const signs = LEVELS[level];
		if (!signs) return this.single();
		let left = this.operation(level + 1);
		while (signs.includes(this.tokens[this.at] ?? '')) {
			const sign = this.tokens[this.at++] ?? '';
			left = { kind: 'operator', sign, left, right: this.operation(level + 1) };
		}
		return left;
	}

	private single(): Node {
		const token = this.tokens[this.at++];
		if (token === undefined) throw new ExpressionError('The expression ends too soon');
		if (token === '(') {
			const node = this.operation(0);
			this.expect(')');
			return node;
		}
		if (token === '-') {
			const zero: Node = { kind: 'value', value: 0 };
			return { kind: 'operator', sign: '-', left: zero, right: this.single() };
		}
		if (/^["']/.test(token)) {
			return { kind: 'value', value: token.slice(1, -1).replace(/\\(.)/gs, '$1') };
		}
		if (/^\d/.test(token)) return { kind: 'value', value: Number(token) };
		if (!/^[\p{L}_$\\]/u.test(token)) throw new ExpressionError(`Unexpected "${token}"`);
		if (this.tokens[this.at] === '(') return this.call(token);
		return CONSTANTS.has(token)
			? { kind: 'value', value: CONSTANTS.get(token) }
			: { kind: 'path', path: token };
	}

	private call(name: string): Node {
		if (!FUNCTIONS.some((known) => known.name === name)) {
			throw new ExpressionError(`Unknown function ${name}`);
		}
		this.expect('(');
		const args: Node[] = [];
		while (this.tokens[this.at] !== ')') {
			if (args.length > 0) this.expect(',');
			args.push(this.operation(0));
		}
		this.expect(')');
		return { kind: 'call', name, args };
	}

	private expect(token: string): void {
		if (this.tokens[this.at++] !== token) throw new ExpressionError(`"${token}" is missing`);
	}
}

/**
 * Reads an expression.
 * @throws ExpressionError when it is not well formed or calls a function that there is not
 */
export function parseExpression(text: string): Node {
	return new Parser(tokensOf(text)).parse();
}

function operate(sign: string, left: unknown, right: unknown): unknown {
	switch (sign) {
		case '||':
			return left === true || right === true;
		case '&&':
			return left === true && right === true;
		case '==':
			return left === right || String(left) === String(right);
		case '!=':
			return String(left) !== String(right);
	}
	const [a, b] = [Number(left), Number(right)];
	if (sign === '+' && (Number.isNaN(a) || Number.isNaN(b)))
		return `${String(left)}${String(right)}`;
	if (Number.isNaN(a) || Number.isNaN(b)) throw new TransformError('An operand is not a number');
	const results: Record<string, unknown> = {
		'+': a + b,
		'-': a - b,
		'*': a * b,
		'/': a / b,
		'<': a < b,
		'>': a > b,
		'<=': a <= b,
		'>=': a >= b,
	};
	return results[sign];
}

/**
 * The value of an expression.
 * @param valueAt of a column
 * @throws TransformError when it cannot be computed
 */
export function compute(node: Node, valueAt: (path: string) => unknown): unknown {
	switch (node.kind) {
		case 'value':
			return node.value;
		case 'path':
			return valueAt(node.path);
		case 'operator':
			return operate(node.sign, compute(node.left, valueAt), compute(node.right, valueAt));
		case 'call': {
			const known = FUNCTIONS.find(({ name }) => name === node.name);
			return known?.compute(node.args.map((arg) => compute(arg, valueAt)));
		}
	}
}
