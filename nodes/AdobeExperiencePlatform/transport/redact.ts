/** Length from which a piece of a secret counts as leaked. */
const PIECE = 8;
/** Shorter values are no secrets, and clearing a text of single letters would leave nothing. */
const SHORTEST = 4;
const MASK = '***';

/** Clears a text of what must not appear in it. */
export type Redactor = (text: string) => string;

/**
 * Makes a function that clears texts of the given secrets: of the whole values and of every piece of
 * 8 characters or more, since services echo values cut or partly masked.
 * @param secrets values that must not appear; empty ones are passed over
 */
export function redactor(secrets: readonly string[]): Redactor {
	const pieces = new Map<number, Set<string>>();
	for (const secret of secrets) {
		for (const form of formsOf(secret)) collectPieces(form, pieces);
	}
	return (text) => {
		const hidden = new Uint8Array(text.length);
		for (const [size, known] of pieces) {
			for (let at = 0; at + size <= text.length; at++) {
				if (known.has(text.slice(at, at + size))) hidden.fill(1, at, at + size);
			}
		}
		return replaceHidden(text, hidden);
	};
}

/** {@link redactor} for a single text. */
export function redact(text: string, secrets: readonly string[]): string {
	return redactor(secrets)(text);
}

/** A value may come back as it was, within a URL, or within a JSON text. */
function formsOf(secret: string): Set<string> {
	if (secret.length < SHORTEST) return new Set();
	return new Set([secret, JSON.stringify(secret).slice(1, -1), urlForm(secret)]);
}

function urlForm(secret: string): string {
	try {
		return encodeURIComponent(secret);
	} catch {
		// Half a surrogate pair has no URL form, and no real key has one.
		return secret;
	}
}

function collectPieces(secret: string, pieces: Map<number, Set<string>>): void {
	const size = Math.min(PIECE, secret.length);
	let known = pieces.get(size);
	if (!known) pieces.set(size, (known = new Set()));
	for (let at = 0; at + size <= secret.length; at++) known.add(secret.slice(at, at + size));
}

function replaceHidden(text: string, hidden: Uint8Array): string {
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
