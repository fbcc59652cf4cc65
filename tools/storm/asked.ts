import { Random } from '../../local/adobe/random';
import { keySet, type KeySet } from '../../test/support/madeUp';

/** What one item asks for. */
export type AskedCreate = KeySet & Record<'name', string>;

export type AskedUpdate = KeySet & Record<'connectionId', string>;

/** Signs that mean something in a filter of the service, and some that mean something in JSON or a URL. */
const NAMES = [
	(number: number) => `Storm ${number}`,
	(number: number) => `Storm, number ${number}`,
	(number: number) => `"Storm" ${number}`,
	(number: number) => `Storm's ${number}th \\ one`,
	(number: number) => `Sturm & Wëtter ${number} % 100 + 1`,
];

/**
 * Creates, each with keys of its own. Every tenth item has the name of the one before it: names are
 * not unique at Adobe, and both are wanted.
 */
export function askedCreates(count: number, seed: number): AskedCreate[] {
	const random = new Random(seed);
	return Array.from({ length: count }, (_, index) => {
		const number = index % 10 === 9 ? index - 1 : index;
		const name = NAMES[number % NAMES.length]?.(number) ?? '';
		return { name, ...keySet(random) };
	});
}

/** Updates, each with keys of its own, dealt out to the connections in turn. */
export function askedUpdates(
	count: number,
	connectionIds: readonly string[],
	seed: number,
): AskedUpdate[] {
	const random = new Random(seed);
	return Array.from({ length: count }, (_, index) => ({
		connectionId: connectionIds[index % connectionIds.length] ?? '',
		...keySet(random),
	}));
}

/**
 * Creates or updates for one execution, each of a name of its own: executions of other `seed`s want
 * the same names with other keys.
 */
export function askedUpserts(count: number, seed: number): AskedCreate[] {
	const random = new Random(seed);
	return Array.from({ length: count }, (_, index) => ({
		name: NAMES[index % NAMES.length]?.(index) ?? '',
		...keySet(random),
	}));
}
