/**
 * A service that limits the rate.
 * @param at when a request arrives, milliseconds
 * @returns undefined where it takes the request, otherwise milliseconds until it would take one
 */
export type Service = (at: number) => number | undefined;

/** Takes so many within each full second of its clock, whose seconds begin at `phase` (ms). */
export function fixedWindow(perSecond: number, phase = 0): Service {
	let second = -1;
	let taken = 0;
	return (at) => {
		const current = Math.floor((at + phase) / 1000);
		if (current !== second) [second, taken] = [current, 0];
		return taken++ < perSecond ? undefined : (current + 1) * 1000 - phase - at;
	};
}

/** Takes so many within any second. */
export function slidingWindow(perSecond: number): Service {
	let taken: number[] = [];
	return (at) => {
		taken = taken.filter((time) => time > at - 1000);
		if (taken.length >= perSecond) return (taken[0] ?? at) + 1000 - at;
		taken.push(at);
		return undefined;
	};
}

/** A bucket that is full at the beginning and refills evenly. */
export function tokenBucket(perSecond: number, capacity: number): Service {
	let tokens = capacity;
	let filledAt = 0;
	return (at) => {
		tokens = Math.min(capacity, tokens + ((at - filledAt) * perSecond) / 1000);
		filledAt = at;
		if (tokens < 1) return ((1 - tokens) / perSecond) * 1000;
		tokens--;
		return undefined;
	};
}

/** Refuses so large a share at random, whatever the rate is. */
export function passingRefusals(share: number, seed: number): Service {
	const random = seeded(seed);
	return () => (random() < share ? 0 : undefined);
}

/** Numbers from 0 to 1 that are the same each time. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
}
