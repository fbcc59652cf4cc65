import { clearShapes } from './secretShapes';

/** In longer secrets, any 8 characters in a row count as leaked. */
const PIECE = 8;
/** Shorter values are not secrets, and clearing single letters would leave nothing of a text. */
const SHORTEST = 4;

/** Bits of the filter for each piece, so that few pieces of other texts pass it. */
const BITS = 32;
const { imul } = Math;
const BASE = 0x01000193;
const OUTGOING = Array.from({ length: PIECE - 1 }).reduce<number>((sum) => imul(sum, BASE), 1);

/**
 * Secrets in all forms in which they may come back: as they are, in an address, JSON, HTML, base64 or
 * hexadecimal, in either letter case. Longer ones are found by any 8 characters in a row, since services return
 * values cut or partly masked. See SECURITY.md for short ones.
 */
export class SecretForms {
	/** All forms of the longer secrets, in lower case. */
	private readonly forms: string;

	/** Pieces that the forms may have, with two bits for each. */
	private readonly filter: Uint32Array;

	private readonly short: RegExp | undefined;

	/** @param secrets values that must not appear. Empty ones are ignored */
	constructor(secrets: readonly string[]) {
		const given = [...new Set(secrets)];
		const long = given.filter(({ length }) => length >= PIECE);
		const forms = new Set(long.flatMap((secret) => formsOf(secret)).map(inSmallLetters));
		this.forms = [...forms].join('\0');
		this.filter = filterOf(forms);
		const short = given.filter(({ length }) => length >= SHORTEST && length < PIECE);
		if (short.length > 0) this.short = new RegExp(short.map(shortPattern).join('|'), 'giu');
	}

	/** Marks the characters of a text that belong to a secret. */
	mark(text: string, hidden: Uint8Array): void {
		this.markPieces(inSmallLetters(text), hidden);
		for (const { index, 0: found } of this.short ? text.matchAll(this.short) : []) {
			hidden.fill(1, index, index + found.length);
		}
	}

	private markPieces(text: string, hidden: Uint8Array): void {
		const { filter, forms } = this;
		if (forms === '') return;
		eachPiece(text, (hash, end) => {
			if (!has(filter, firstBit(hash)) || !has(filter, secondBit(hash))) return;
			if (forms.includes(text.slice(end - PIECE, end))) hidden.fill(1, end - PIECE, end);
		});
	}
}

function filterOf(forms: Iterable<string>): Uint32Array {
	const pieces = [...forms].reduce((sum, { length }) => sum + length, 0);
	const filter = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(1, (pieces * BITS) / 32))));
	const add = (bit: number) => {
		const at = (bit >>> 5) & (filter.length - 1);
		filter[at] = (filter[at] as number) | (1 << (bit & 31));
	};
	for (const form of forms) {
		eachPiece(form, (hash) => {
			add(firstBit(hash));
			add(secondBit(hash));
		});
	}
	return filter;
}

function has(filter: Uint32Array, bit: number): boolean {
	const bits = filter[(bit >>> 5) & (filter.length - 1)] as number;
	return ((bits >>> (bit & 31)) & 1) === 1;
}

function firstBit(hash: number): number {
	return imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 2;
}

function secondBit(hash: number): number {
	return imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 3;
}

/** All pieces of 8 characters, by a rolling hash. */
function eachPiece(text: string, visit: (hash: number, end: number) => void): void {
	let hash = 0;
	for (let at = 0; at < text.length; at++) {
		if (at >= PIECE) hash = (hash - imul(text.charCodeAt(at - PIECE), OUTGOING)) | 0;
		hash = (imul(hash, BASE) + text.charCodeAt(at)) | 0;
		if (at >= PIECE - 1) visit(hash, at + 1);
	}
}

/** Keeps the length of the text, which some lowercase letters do not. */
function inSmallLetters(text: string): string {
	const small = text.toLowerCase();
	return small.length === text.length
		? small
		: text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function formsOf(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const url = urlForm(secret);
	return [
		secret,
		json,
		json.replace(/\//g, '\\/'),
		json.replace(/[<>&='+]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
		secret.replace(/[&<>"']/g, (sign) => HTML[sign] as string),
		url,
		url.replace(/%20/g, '+'),
		urlForm(url),
		...byteForms(secret),
	];
}

const HTML: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function urlForm(secret: string): string {
	try {
		return encodeURIComponent(secret);
	} catch {
		// Half a surrogate pair has no URL form, and no real key has one.
		return secret;
	}
}

/** Base64 takes three bytes at a time, so what comes before a secret decides its form. */
function byteForms(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const base64 = [0, 1, 2].map((skipped) => {
		const whole = Math.floor((bytes.length - skipped) / 3) * 3;
		return bytes.subarray(skipped, skipped + whole).toString('base64');
	});
	return [
		bytes.toString('hex'),
		...base64,
		...base64.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_')),
	];
}

/**
 * A short secret may be a word in any text. One with only letters counts if it is quoted or named as a secret,
 * and one with digits or signs if it stands alone.
 */
function shortPattern(secret: string): string {
	const bytes = Buffer.from(secret);
	const encoded = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
	const literal = encoded.filter(({ length }) => length >= PIECE).map(escaped);
	const plain = [...new Set([secret, urlForm(secret)])].map(escaped).join('|');
	const alone = /^\p{L}+$/u.test(secret)
		? [
				`(?<=["'\`])(?:${plain})(?=["'\`])`,
				`(?<=(?:pass(?:word|wd|[ _-]?phrase)?|pwd|secret)["']?\\s{0,3}(?:is|was|[:=])?\\s{0,3})(?:${plain})(?![\\p{L}\\p{N}])`,
			]
		: [`(?<![\\p{L}\\p{N}])(?:${plain})(?![\\p{L}\\p{N}])`];
	return [...alone, ...literal].join('|');
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

const MASK = '***';

/** Clears a text of secrets. */
export type Redactor = (text: string) => string;

/** Clears known secrets in every form, and anything that looks like a secret. */
export function redactor(...known: readonly SecretForms[]): Redactor {
	return (text) => {
		const hidden = new Uint8Array(text.length);
		for (const secrets of known) secrets.mark(text, hidden);
		return clearShapes(hidden.includes(1) ? withoutHidden(text, hidden) : text);
	};
}

function withoutHidden(text: string, hidden: Uint8Array): string {
	let clear = '';
	for (let at = 0; at < text.length; at++) {
		if (!hidden[at]) clear += text[at];
		else if (!hidden[at - 1]) clear += MASK;
	}
	return clear;
}

/** The same for every text in a JSON value. Keys stay, since they are the service's field names. */
export function redactDeep<T>(value: T, clear: Redactor): T {
	if (typeof value === 'string') return clear(value) as T;
	if (Array.isArray(value)) return value.map((entry: unknown) => redactDeep(entry, clear)) as T;
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [key, redactDeep<unknown>(entry, clear)]),
		) as T;
	}
	return value;
}
