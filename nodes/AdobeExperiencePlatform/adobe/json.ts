import type { IDataObject } from 'n8n-workflow';

/** Whether a JSON value is an object or a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** Whether a JSON value is an object and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && !Array.isArray(value);
}

/** The members of these names that exist. */
export function pick(from: object, names: readonly string[]): IDataObject {
	const members = asRecord(from);
	const found = names.flatMap((name) =>
		members[name] === undefined ? [] : [[name, members[name]]],
	);
	return Object.fromEntries(found) as IDataObject;
}

/** The value if it has members, otherwise an empty object. */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/** The value of a JSON text. Undefined for any other text. */
export function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A text without percent-encoding. Undefined if that is malformed. */
export function percentDecoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** A value as text: JSON for an object or a list, '' for nothing. */
export function valueText(value: unknown): string {
	return isRecord(value) ? JSON.stringify(value) : String(value ?? '');
}

/** All entries in groups of at most this size, in order. */
export function groupsOf<T>(all: readonly T[], size: number): T[][] {
	const groups: T[][] = [];
	for (let start = 0; start < all.length; start += size) {
		groups.push(all.slice(start, start + size));
	}
	return groups;
}

export function addTo<K, T>(lists: Map<K, T[]>, key: K, value: T): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}

/** Forgets the oldest entry of a memory that has more than this many. */
export function forgetOldest(entries: Map<string, unknown> | Set<string>, most: number): void {
	const [oldest] = entries.keys();
	if (entries.size > most && oldest !== undefined) entries.delete(oldest);
}

/** A time for people and other nodes: ISO, UTC. Null if there is none. */
export function isoTime(milliseconds: unknown): string | null {
	if (typeof milliseconds !== 'number') return null;
	return milliseconds > 0 && milliseconds <= LATEST ? new Date(milliseconds).toISOString() : null;
}

/** The end of dates in JavaScript, in epoch milliseconds. */
export const LATEST = 8.64e15;

/** Milliseconds. */
export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;

/** In seconds it is the year 2286, in milliseconds April 1970. Dates of birth come in milliseconds, too. */
const MILLISECONDS_FROM = 10_000_000_000;

/** A time in milliseconds. Services and tools also use seconds. */
export function epochMilliseconds(value: number): number {
	return value < MILLISECONDS_FROM ? value * 1000 : value;
}
