import type { Answer } from '../outcome';
import { asWord, errorWords } from './errorWords';

/** What an error answer says, whichever of the envelopes of contract.md (h) it came in. */
export interface ServiceError {
	status: number;
	/** `FLOW-1404-412`, a gateway code such as `403010`, or an OAuth error word. */
	code?: string;
	/** All codes in it, also of what is nested; the first is `code`. */
	codes?: string[];
	/** The service's own words, cut; undefined where it said nothing that could be read. */
	text?: string;
	/** What Adobe's support asks for. */
	requestId?: string;
	/** A page of a gateway or proxy instead of an answer of the service. */
	isPage?: boolean;
}

const MOST_SENTENCES = 8;
const MOST_TEXT = 1_200;

/**
 * Reads an error answer. Only texts that are known to be words, codes or IDs are passed on, since the rest may
 * hold anything; whatever comes (JSON of any shape, HTML, nothing), this returns and never throws.
 */
export function readErrorAnswer({ status, headers, body }: Answer): ServiceError {
	const { sentences, codes, requestIds } = errorWords(body);
	// The status is told by itself.
	const own = codes.filter((code) => code !== String(status));
	return {
		status,
		code: own[0],
		codes: own,
		text: textOf(sentences),
		requestId: requestIds[0] ?? requestIdIn(headers),
		isPage: typeof body === 'string' && /^\s*</.test(body),
	};
}

/** Sentences as they are, as many as fit. */
function textOf(sentences: readonly string[]): string | undefined {
	if (sentences.length === 0) return undefined;
	let text = '';
	let told = 0;
	for (const sentence of sentences.slice(0, MOST_SENTENCES)) {
		if (told > 0 && text.length + sentence.length > MOST_TEXT) break;
		text += told++ === 0 ? sentence : `${/[.!?…]$/.test(text) ? '' : '.'} ${sentence}`;
	}
	return told < sentences.length ? `${text} … and more` : text;
}

function requestIdIn(headers: Record<string, string>): string | undefined {
	const id = Object.entries(headers).find(
		([name, value]) => /request-?id$/.test(name) && asWord(value) !== undefined,
	);
	return id?.[1];
}
