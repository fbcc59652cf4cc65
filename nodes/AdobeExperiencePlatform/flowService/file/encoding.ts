/** What Adobe takes if nothing is said. */
export const DEFAULT_ENCODING = 'UTF-8';

/** What a reader puts in place of bytes that its encoding does not know. */
const REPLACEMENT = /\uFFFD/g;

/** Bytes of one character in UTF-8, as they look when they are read as ISO-8859-1. */
const UTF_8_AS_LATIN_1 =
	/[\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3}/g;

const NOT_ASCII = /[^\0-\x7F]/;

/** In ISO-8859-1 these are control characters, which no text has; in Windows-1252 they are € and curly quotes. */
const WINDOWS_1252 = /[\u0080-\u009F]/;

/** Whether some bytes of the file are not of the encoding that it was read with. */
export function hasReplacements(preview: unknown): boolean {
	return count(preview, REPLACEMENT) > 0;
}

/** Whether a preview says anything about the encoding: ASCII is the same in each. */
export function hasMoreThanAscii(preview: unknown): boolean {
	return NOT_ASCII.test(textOf(preview));
}

/**
 * Whether a file is ISO-8859-1, by what both readings show: more characters that UTF-8 does not know than
 * characters of several bytes that it does. A UTF-8 file may hold a damaged character, or U+FFFD itself.
 */
export function isLatin1(asUtf8: unknown, asLatin1: unknown): boolean {
	return count(asUtf8, REPLACEMENT) > count(asLatin1, UTF_8_AS_LATIN_1);
}

/** Whether a reading as ISO-8859-1 shows that the file is Windows-1252. */
export function isWindows1252(asLatin1: unknown): boolean {
	return WINDOWS_1252.test(textOf(asLatin1));
}

function count(preview: unknown, pattern: RegExp): number {
	return textOf(preview).match(pattern)?.length ?? 0;
}

function textOf(preview: unknown): string {
	return JSON.stringify(preview) ?? '';
}
