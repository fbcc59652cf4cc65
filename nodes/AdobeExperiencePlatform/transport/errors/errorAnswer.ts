import { asRecord } from '../json';
import type { Answer } from '../outcome';

/** What an error answer says, whichever of the envelopes of contract.md (h) it came in. */
export interface ServiceError {
	status: number;
	/** `FLOW-1404-412`, a gateway code such as `403010`, or an OAuth error word. */
	code?: string;
	/** The service's own words, cut; undefined where it said nothing that could be read. */
	text?: string;
	/** What Adobe's support asks for. */
	requestId?: string;
}

const MOST_TEXT = 300;

/**
 * Reads an error answer. Only the known fields are passed on, since the rest may hold anything;
 * whatever comes (JSON of any shape, HTML, nothing), this returns and never throws.
 */
export function readErrorAnswer(answer: Answer): ServiceError {
	const body = asRecord(answer.body);
	const report = asRecord(body.report);
	return {
		status: answer.status,
		code: firstWord([lastSegment(body.type), body.error_code, body.error]),
		text: firstText([
			report['detailed-message'],
			body.errorMessage,
			body.detail,
			body.message,
			body.error_description,
			body.title,
		]),
		requestId: firstWord([report['request-id'], answer.headers['x-request-id']]),
	};
}

/** `https://ns.adobe.com/aep/errors/FLOW-1404-412` ends in the code; other types are no code. */
function lastSegment(type: unknown): unknown {
	return typeof type === 'string' ? /\/([A-Z][A-Z0-9]*-\d+-\d{3})$/.exec(type)?.[1] : undefined;
}

function firstWord(candidates: unknown[]): string | undefined {
	for (const candidate of candidates) {
		const word = typeof candidate === 'number' ? String(candidate) : candidate;
		if (typeof word === 'string' && /^[\w.-]{1,100}$/.test(word)) return word;
	}
	return undefined;
}

function firstText(candidates: unknown[]): string | undefined {
	for (const candidate of candidates) {
		if (typeof candidate !== 'string') continue;
		// eslint's no-control-regex has no say here: \p{C} covers control and invisible characters.
		const text = candidate.replace(/[\p{C}\s]+/gu, ' ').trim();
		if (text === '') continue;
		return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)} …` : text;
	}
	return undefined;
}
