import type { SourceCause } from './sourceRefusal';

const CURLY_QUOTES = /[\u2018-\u201f\u2032\u2033\u00ab\u00bb]/;

/** Names a character for a message, since it may be invisible. */
export function characterName(character: string): string {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	if (character === '\n' || character === '\r') return 'a line break';
	if (character === '\t') return 'a tab';
	if (character === ' ') return 'a space';
	if (CURLY_QUOTES.test(character)) return `a curly quotation mark (U+${code})`;
	if (/\p{Cs}/u.test(character)) return `half an emoji (U+${code})`;
	if (/[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return `an invisible character (U+${code})`;
	if (/\p{Zs}/u.test(character)) return `a special space (U+${code})`;
	return `the character U+${code}`;
}

const MOST_NAMES = 10;
const LONGEST_NAME = 120;
/** For the title of n8n's error, and the text below it. */
const LONGEST_MESSAGE = 500;
const LONGEST_DESCRIPTION = 4_000;

/** At most `most` characters, with a sign if it was cut. Surrogate pairs stay whole. */
export function cut(text: string, most = LONGEST_NAME): string {
	return text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')} …` : text;
}

/**
 * Names for a message, of which there may be thousands: `a, b, c and 297 more`.
 * @param separator for texts that have commas
 */
export function listed(
	names: readonly string[],
	most = MOST_NAMES,
	separator: ', ' | '; ' | ' ' = ', ',
): string {
	const named = names.slice(0, most).map((name) => cut(name));
	const more = names.length - named.length;
	return named.join(separator) + (more > 0 ? ` and ${more} more` : '');
}

/** A number for a message: `25,000`. */
export function numberText(value: number): string {
	return value.toLocaleString('en-US');
}

export function boundedMessage(text: string): string {
	return cut(text, LONGEST_MESSAGE);
}

/** A description of limited length. Its end stays, such as what was already written. */
export function boundedDescription(text: string): string {
	if (text.length <= LONGEST_DESCRIPTION) return text;
	const end = LONGEST_DESCRIPTION / 4;
	return `${cut(text, LONGEST_DESCRIPTION - end)} ${text.slice(-end).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/**
 * Why an item failed, as plain data without secrets, request or response. The router turns it into n8n's error.
 */
export class Failure extends Error {
	override readonly name = 'Failure';

	readonly description: string;

	constructor(
		message: string,
		description: string,
		readonly httpCode?: string,
		/** Such as `FLOW-1418-400`. */
		readonly code?: string,
		/** Why the source refused Adobe, if known. */
		readonly sourceCause?: SourceCause,
	) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}

	/** The same failure without secrets. */
	cleared(clear: (text: string) => string): Failure {
		const { message, description, httpCode, code, sourceCause } = this;
		return new Failure(clear(message), clear(description), httpCode, code, sourceCause);
	}

	/** The same failure with more to say, for instance what was already done. */
	with(more: string): Failure {
		const description = `${this.description} ${more}`.trim();
		return new Failure(this.message, description, this.httpCode, this.code, this.sourceCause);
	}
}

/** For `catch`: returns a {@link Failure} as a value, and rethrows anything else. */
export function asFailure(error: unknown): Failure | Promise<never> {
	return error instanceof Failure ? error : Promise.reject(error as Error);
}

/** The user canceled the execution. Nothing is reported. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';

	constructor() {
		super('The execution was cancelled');
	}
}

/** What cannot work, and how to fix it. Found before anything is written. */
export interface Problem {
	message: string;
	description: string;
}

const MOST_NAMED = 5;

/** The first of some problems, which names some of the others. Undefined for none. */
export function joined([first, ...more]: readonly Problem[]): Problem | undefined {
	if (!first) return undefined;
	const others = more
		.slice(0, MOST_NAMED - 1)
		.map(({ message, description }) =>
			`${message}. ${description === first.description ? '' : description}`.trim(),
		);
	const left = more.length - others.length;
	const rest = left > 0 ? [`${left} more problems of this kind were found.`] : [];
	return { message: first.message, description: [first.description, ...others, ...rest].join(' ') };
}

/** An invalid parameter, and how to fix it. Nothing was sent. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	readonly description: string;

	constructor(message: string, description: string) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}
}

export function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Refusal(problem.message, problem.description);
}
