import { clearShapes } from '../secretShapes';
import { asRecord, isRecord, parsedJson } from '../json';
import { cut } from './failure';
import type { Answer } from '../outcome';

/** The texts of an error response, wherever they are in it. Each is there once, the most useful first. */
interface ErrorWords {
	sentences: string[];
	codes: string[];
	requestIds: string[];
}

/** Members with sentences, the most useful first. Case, dashes and underscores do not matter. */
const SENTENCES = [
	...['detailedmessage', 'errormessage', 'detail', 'message', 'errordescription', 'description'],
	...['errordetail', 'errordetails', 'details', 'reason', 'cause', 'exception', 'msg'],
];
const CODES = ['errorcode', 'code', 'error'];
/** Members that hold errors. Their other texts matter too, such as the name of a field. */
const HOLDERS = /^_?(sub|inner|validation)?-?(errors?|errordetails?|details|violations|causes)$/;
/** Texts of an error that are not for reading. */
const FACTS =
	/^(id|type|timestamp|time|date|status|statuscode|httpstatus|instance|url|href|path|lang|language|locale|stack|stacktrace|trace)$/;
/** Titles that say no more than the status does. */
const EMPTY_TITLE =
	/^(bad ?request|forbidden|unauthorized|(resource )?not ?found|unprocessable( entity)?|invalid request|internal( server)?|service unavailable|gateway timeout|conflict|error|union)?( ?error)?$/i;

const MOST_LEVELS = 10;
const MOST_MEMBERS = 1_000;
/** Of one text. More is never shown. */
const LONGEST_TEXT = 10_000;
const LONGEST_SENTENCE = 300;

/**
 * Reads all envelopes of errors (contract.md (h)) by one rule: it walks through the members, whose names say
 * what a text is. Objects and lists may be nested, and a text may contain JSON.
 */
class Walk {
	private readonly sentences = new Map<string, string>();

	private readonly titles: string[] = [];

	private readonly codes = new Set<string>();

	private readonly requestIds = new Set<string>();

	private left = MOST_MEMBERS;

	/** @param isError whether it is within an error, where any text counts */
	visit(value: unknown, level: number, isError: boolean, name: string): void {
		if (level > MOST_LEVELS || this.left-- <= 0) return;
		if (typeof value === 'string' && (isError || level === 0)) this.read(value, level, name);
		else if (Array.isArray(value)) {
			for (const entry of value) this.visit(entry, level + 1, isError, name);
		} else if (isRecord(value)) this.visitObject(value, level, isError);
	}

	private visitObject(value: Record<string, unknown>, level: number, isError: boolean): void {
		// A report is about the same as the object around it.
		const { report, ...rest } = value;
		const members = [...membersOf(report), ...membersOf(isRecord(report) ? rest : value)];
		for (const [name, member] of members) this.noteFact(name, member);
		for (const [name, member] of members) {
			if (plain(name) === 'title' && typeof member === 'string') this.noteTitle(member, level);
		}
		for (const wanted of SENTENCES) {
			for (const [name, member] of members) {
				if (plain(name) === wanted && typeof member === 'string') this.read(member, level, '');
			}
		}
		for (const [name, member] of members) {
			const isHolder = HOLDERS.test(plain(name)) || SENTENCES.includes(plain(name));
			const label = isError && !isHolder && Array.isArray(member) ? name : '';
			if (isRecord(member)) this.visit(member, level + 1, isError || isHolder, label);
			else if (isError && isOther(name)) this.visit(member, level + 1, true, name);
		}
	}

	private noteFact(name: string, member: unknown): void {
		const word = asWord(member);
		if (word === undefined) {
			if (plain(name) === 'type') this.noteCode(codeOfType(member));
		} else if (plain(name).endsWith('requestid')) this.requestIds.add(word);
		else if (CODES.includes(plain(name))) this.noteCode(word);
	}

	private noteCode(code: string | undefined): void {
		if (code !== undefined) this.codes.add(code);
	}

	private noteTitle(title: string, level: number): void {
		if (level > 0 && !EMPTY_TITLE.test(title.trim())) this.read(title, level, '');
		else this.titles.push(title);
	}

	/** A text may be a sentence, JSON, a page, or a sentence that ends in JSON. */
	private read(text: string, level: number, name: string): void {
		// Secrets are cleared before the text is cut, since half a secret cannot be recognized.
		const short = clearShapes(text.slice(0, LONGEST_TEXT));
		const { before, inner, after } = splitJson(short);
		const page = inner === undefined ? pageTitle(short) : undefined;
		this.note(page ?? before, name);
		if (inner !== undefined) {
			this.visit(inner, level + 1, true, name);
			this.note(after, '');
		}
	}

	private note(text: string, name: string): void {
		const sentence = clean(text);
		if (!/\p{L}/u.test(sentence)) return;
		const named = name === '' ? sentence : `${clean(name)}: ${sentence}`;
		const key = named.toLowerCase().replace(/[.\s]+$/, '');
		if (!this.sentences.has(key)) this.sentences.set(key, cut(named, LONGEST_SENTENCE));
	}

	words(): ErrorWords {
		const hasOther = this.sentences.size > 0;
		for (const title of this.titles) {
			if (!hasOther || !EMPTY_TITLE.test(title.trim())) this.note(title, '');
		}
		const all = [...this.sentences];
		const whole = all.map(([key]) => key);
		// Leaves out sentences that are part of others.
		const sentences = all
			.slice(0, MOST_COMPARED)
			.filter(([key]) => !whole.slice(0, MOST_COMPARED).some((other) => holds(other, key)))
			.map(([, sentence]) => sentence);
		for (const sentence of sentences) {
			for (const [code] of sentence.matchAll(CODE_IN_TEXT)) this.codes.add(code);
		}
		return {
			sentences: [...sentences, ...all.slice(MOST_COMPARED).map(([, sentence]) => sentence)],
			codes: [...this.codes],
			requestIds: [...this.requestIds],
		};
	}
}

const MOST_COMPARED = 50;
const CODE_IN_TEXT = /\b[A-Z]{3,12}-\d{1,6}-\d{3}\b/g;

function holds(other: string, key: string): boolean {
	const at = other.length > key.length ? other.indexOf(key) : -1;
	const around = other.slice(Math.max(0, at - 1), at) + other.slice(at + key.length).slice(0, 1);
	return at >= 0 && !/[\p{L}\p{N}]/u.test(around);
}

function membersOf(value: unknown): Array<[string, unknown]> {
	return Array.isArray(value) ? [] : Object.entries(asRecord(value)).slice(0, MOST_MEMBERS);
}

function plain(name: string): string {
	return name.toLowerCase().replace(/[-_]/g, '');
}

function isOther(name: string): boolean {
	const known = plain(name);
	return (
		!FACTS.test(known) &&
		!SENTENCES.includes(known) &&
		!CODES.includes(known) &&
		known !== 'title' &&
		!known.endsWith('requestid')
	);
}

/** A code or an ID has no spaces. */
function asWord(value: unknown): string | undefined {
	const word = typeof value === 'number' ? String(value) : value;
	return typeof word === 'string' && /^[\w.-]{1,100}$/.test(word) ? word : undefined;
}

/** `https://ns.adobe.com/aep/errors/FLOW-1404-412` ends in the code. Other types are not codes. */
function codeOfType(type: unknown): string | undefined {
	return typeof type === 'string' ? /\/([A-Z][A-Z0-9]*-\d+-\d{3})$/.exec(type)?.[1] : undefined;
}

function splitJson(text: string): { before: string; inner?: unknown; after: string } {
	const start = text.search(/[{[]/);
	const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
	if (start < 0 || end <= start) return { before: text, after: '' };
	const json = text.slice(start, end);
	// JSON within JSON may have kept the backslashes before its quotes.
	const inner = parsed(json) ?? parsed(json.replace(/\\"/g, '"'));
	if (inner === undefined) return { before: text, after: '' };
	const before = text.slice(0, start).replace(/(error message|message|response)?[\s:=-]*$/i, '');
	return { before, inner, after: text.slice(end) };
}

function parsed(json: string): unknown {
	const value = parsedJson(json);
	// A list of words is part of its sentence: `id = [x]`.
	return isRecord(value) && (!Array.isArray(value) || value.some(isRecord)) ? value : undefined;
}

/** The title of a page from a proxy or gateway, '' for none. Undefined for other texts. */
function pageTitle(text: string): string | undefined {
	if (!/^\s*<(!doctype|html|head|body|\?xml)/i.test(text)) return undefined;
	return /<(title|h1|message)[^>]*>([^<]*)</i.exec(text)?.[2] ?? '';
}

function clean(text: string): string {
	return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}

/** What an error response says, in any envelope of contract.md (h). */
export interface ServiceError {
	status: number;
	/** `FLOW-1404-412`, a gateway code such as `403010`, or an OAuth error word. The own one first, then nested ones. */
	codes: string[];
	/** The service's own words, cut. Undefined if there are none. */
	text?: string;
	/** Adobe's support asks for it. */
	requestId?: string;
	/** A page of a gateway or proxy instead of a response of the service. */
	isPage: boolean;
}

const MOST_SENTENCES = 8;
const MOST_TEXT = 1_200;

/**
 * Reads an error response. Only texts that are known to be words, codes or IDs are returned, since the rest may
 * hold anything. It never throws, whatever the body is.
 */
export function readErrorAnswer({ status, headers, body }: Answer): ServiceError {
	const walk = new Walk();
	walk.visit(body, 0, false, '');
	const { sentences, codes, requestIds } = walk.words();
	// The status is reported separately.
	const own = codes.filter((code) => code !== String(status));
	return {
		status,
		codes: own,
		text: textOf(sentences),
		requestId: requestIds[0] ?? requestIdIn(headers),
		isPage: typeof body === 'string' && /^\s*</.test(body),
	};
}

/** Whole sentences, as many as fit. */
function textOf(sentences: readonly string[]): string | undefined {
	if (sentences.length === 0) return undefined;
	let text = '';
	let count = 0;
	for (const sentence of sentences.slice(0, MOST_SENTENCES)) {
		if (count > 0 && text.length + sentence.length > MOST_TEXT) break;
		text += count++ === 0 ? sentence : `${/[.!?…]$/.test(text) ? '' : '.'} ${sentence}`;
	}
	return count < sentences.length ? `${text} … and more` : text;
}

function requestIdIn(headers: Record<string, string>): string | undefined {
	const id = Object.entries(headers).find(
		([name, value]) => /request-?id$/.test(name) && asWord(value) !== undefined,
	);
	return id?.[1];
}
