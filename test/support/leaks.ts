/** Length from which a piece of a secret counts as leaked. */
const PIECE = 8;

/** Where something could have leaked to, by name. */
export type Places = Record<string, string>;

/**
 * Looks for secrets, whole or any eight characters of them, in every text that hangs on the places:
 * values, names, and of errors the message, the stack and whatever else they carry.
 * @returns where pieces were found; never more of a secret than one piece
 */
export function findLeaks(places: Record<string, unknown>, secrets: readonly string[]): string[] {
	const pieces = piecesOf(secrets);
	const leaks: string[] = [];
	for (const [place, where] of Object.entries(places)) {
		for (const text of textsOf(where)) {
			let end = 0;
			for (const { at, piece } of piecesIn(text, pieces)) {
				if (at < end) continue;
				leaks.push(`${place} at ${at}: ${text.slice(Math.max(end, at - 60), at)}[${piece}]`);
				end = at + PIECE;
			}
		}
	}
	return leaks;
}

/** How many of the secrets show up, by the rules of {@link findLeaks}. */
export function countLeaked(secrets: readonly string[], where: unknown): number {
	const pieces = piecesOf(secrets);
	const found = new Set<number>();
	for (const text of textsOf(where)) {
		for (const { owner } of piecesIn(text, pieces)) found.add(owner);
	}
	return found.size;
}

/** Each piece of the secrets. */
interface Pieces {
	/** Which secret a piece belongs to. */
	owners: Map<string, number>;
	/** Whether any piece has this {@link ends}: few places of a text get further. */
	known: Uint8Array;
}

function piecesOf(secrets: readonly string[]): Pieces {
	const owners = new Map<string, number>();
	const known = new Uint8Array(2 ** 16);
	for (const [index, secret] of secrets.entries()) {
		if (secret.length < PIECE) {
			throw new Error(`A secret of a test needs ${PIECE} characters or more`);
		}
		for (let at = 0; at + PIECE <= secret.length; at++) {
			owners.set(secret.slice(at, at + PIECE), index);
			known[ends(secret, at)] = 1;
		}
	}
	return { owners, known };
}

/** The first and the last character of the piece that begins there, as one small number. */
function ends(text: string, at: number): number {
	return ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + PIECE - 1)) & 0xffff;
}

interface Found {
	at: number;
	piece: string;
	owner: number;
}

function* piecesIn(text: string, { owners, known }: Pieces): Generator<Found> {
	for (let at = 0; at + PIECE <= text.length; at++) {
		if (known[ends(text, at)] === 0) continue;
		const piece = text.slice(at, at + PIECE);
		const owner = owners.get(piece);
		if (owner !== undefined) yield { at, piece, owner };
	}
}

/** Every text within a value, hidden members and circles included, and what JSON would make of it. */
function* textsOf(root: unknown): Generator<string> {
	const seen = new Set<unknown>();
	const open = [root];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value === 'string') yield value;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		if (ArrayBuffer.isView(value)) {
			yield Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
			continue;
		}
		if (value instanceof Map || value instanceof Set) open.push(...value.entries());
		for (const name of Reflect.ownKeys(value)) {
			yield String(name);
			open.push((value as Record<PropertyKey, unknown>)[name]);
		}
	}
	if (typeof root === 'object') yield jsonOf(root);
}

/** The JSON of a value, in which each object stands once. It has what only `toJSON` and numbers show. */
function jsonOf(root: unknown): string {
	const seen = new Set<unknown>();
	const json: string | undefined = JSON.stringify(root, (_name, value: unknown) => {
		if (typeof value === 'bigint') return String(value);
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		return value;
	});
	return json ?? '';
}
