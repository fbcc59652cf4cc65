import { SecretForms } from './secretForms';
import { clearShapes } from './secretShapes';

const MASK = '***';

/** Clears a text of what must not appear in it. */
export type Redactor = (text: string) => string;

/** A function that clears texts of known secrets, in every form, and of what has the form of one. */
export function redactorOf(...known: readonly SecretForms[]): Redactor {
	return (text) => {
		const hidden = new Uint8Array(text.length);
		for (const secrets of known) secrets.mark(text, hidden);
		return clearShapes(hidden.includes(1) ? withoutHidden(text, hidden) : text);
	};
}

/** The same for secrets that are told for the first time. */
export function redactor(secrets: readonly string[]): Redactor {
	return redactorOf(new SecretForms(secrets));
}

/** {@link redactor} for a single text. */
export function redact(text: string, secrets: readonly string[]): string {
	return redactor(secrets)(text);
}

function withoutHidden(text: string, hidden: Uint8Array): string {
	let clear = '';
	for (let at = 0; at < text.length; at++) {
		if (!hidden[at]) clear += text[at];
		else if (!hidden[at - 1]) clear += MASK;
	}
	return clear;
}

/** The same for every text within a JSON value. Keys stay: they are the service's field names. */
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
