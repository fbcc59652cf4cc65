const MOST_NAMES = 10;
const LONGEST_NAME = 120;
/** The title of n8n's error, and the text below it. */
const LONGEST_MESSAGE = 500;
const LONGEST_DESCRIPTION = 4_000;

/** A text of at most `most` characters and a sign that it goes on; no half of a surrogate pair is left. */
export function cut(text: string, most: number): string {
	return text.length > most ? `${withoutHalf(text.slice(0, most))} …` : text;
}

/**
 * Names for a message, of which a file or a service may have thousands: `a, b, c and 297 more`.
 * @param separator between texts that have commas of their own
 */
export function listed(
	names: readonly string[],
	most = MOST_NAMES,
	separator: ', ' | '; ' | ' ' = ', ',
): string {
	const named = names.slice(0, most).map((name) => cut(name, LONGEST_NAME));
	const more = names.length - named.length;
	return named.join(separator) + (more > 0 ? ` and ${more} more` : '');
}

/** A message that people can read, whatever names are in it. */
export function boundedMessage(text: string): string {
	return cut(text, LONGEST_MESSAGE);
}

/** The same for what follows a message. What is said last, such as what was already written, stays. */
export function boundedDescription(text: string): string {
	if (text.length <= LONGEST_DESCRIPTION) return text;
	const end = LONGEST_DESCRIPTION / 4;
	return `${cut(text, LONGEST_DESCRIPTION - end)} ${text.slice(-end).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

function withoutHalf(text: string): string {
	return text.replace(/[\uD800-\uDBFF]$/, '');
}
