import type { IDataObject } from 'n8n-workflow';

/** Whether a parsed JSON value is an object or a list, so that its members can be asked for. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** Whether a parsed JSON value is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && !Array.isArray(value);
}

/** The members of these names that are there. */
export function pick(from: object, names: readonly string[]): IDataObject {
	const members = asRecord(from);
	const found = names.flatMap((name) =>
		members[name] === undefined ? [] : [[name, members[name]]],
	);
	return Object.fromEntries(found) as IDataObject;
}

/** The value if it has members, otherwise an empty object: reading a member then gives undefined. */
export function asRecord(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
}

/** A point in time as people and other nodes read it: ISO, UTC; null if a service does not say. */
export function isoTime(milliseconds: unknown): string | null {
	if (typeof milliseconds !== 'number') return null;
	return milliseconds > 0 && milliseconds <= LATEST ? new Date(milliseconds).toISOString() : null;
}

/** Dates end here. */
const LATEST = 8.64e15;

/** Later than any date in seconds, earlier than any in milliseconds. */
const MILLISECONDS_FROM = 100_000_000_000;

/** A time that is given in seconds or milliseconds, in milliseconds: services and tools use both. */
export function epochMilliseconds(value: number): number {
	return value < MILLISECONDS_FROM ? value * 1000 : value;
}
