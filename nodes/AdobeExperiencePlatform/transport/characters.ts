const CURLY_QUOTES = /[\u2018-\u201f\u2032\u2033\u00ab\u00bb]/;

/** Names one character for a message: what cannot be seen is of no use in quotes. */
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
