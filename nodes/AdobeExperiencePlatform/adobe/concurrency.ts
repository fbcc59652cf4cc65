import { sleep } from 'n8n-workflow';
import type { ApiClient } from './apiClient';
import type { EntityKind } from './entity/kind';
import { addTo } from './json';

/** The end of each queue, by scope, path and name. */
const ends = new Map<string, Promise<unknown>>();

/**
 * Does work while no other item of this process creates an entity of that name in that scope. Otherwise an
 * unclear create could not distinguish its entity from theirs. A canceled execution leaves its queue at once.
 */
export async function withNameLock<T>(
	{ http, execution }: ApiClient,
	{ path }: EntityKind,
	name: string,
	work: () => Promise<T>,
): Promise<T> {
	const key = JSON.stringify([http.scope, path, name]);
	const ahead = ends.get(key);
	let leave = () => {};
	const own = new Promise<void>((resolve) => (leave = resolve));
	// The next one also waits for those ahead, since this one may leave before its turn.
	const end = Promise.all([ahead, own]).then(() => {
		if (ends.get(key) === end) ends.delete(key);
	});
	ends.set(key, end);
	try {
		if (ahead) await execution.untilEnded(ahead);
		return await work();
	} finally {
		leave();
	}
}

/** Work. With the same key, it runs one after another. */
export interface Queued {
	key?: string;
	work(): Promise<void>;
}

/**
 * Runs work side by side, in order. Work of the same key runs one after another, and does not use up concurrency
 * while it waits.
 * @param concurrency how much may run at once
 * @param isStopped if true, nothing more starts
 */
export async function runConcurrently(
	queue: readonly Queued[],
	concurrency: number,
	isStopped: () => boolean,
): Promise<void> {
	/** By key. Work without one is alone. */
	const byKey = new Map<unknown, Queued[]>();
	for (const queued of queue) addTo(byKey, queued.key ?? queued, queued);
	const ready = [...byKey.values()];
	let next = 0;
	let active = 0;
	await new Promise<void>((resolve, reject) => {
		const finish = (sameKey: Queued[]) => {
			active--;
			if (sameKey.length > 0) ready.push(sameKey);
			fill();
		};
		const fill = () => {
			while (active < concurrency && next < ready.length && !isStopped()) {
				const sameKey = ready[next++] as Queued[];
				const queued = sameKey.shift() as Queued;
				active++;
				queued.work().then(() => finish(sameKey), reject);
			}
			if (active === 0) resolve();
		};
		fill();
	});
}

/** How long one execution computes before the others of this n8n get a chance, in milliseconds. */
const LONGEST_SLICE = 20;

/** Long work in slices, since n8n has one thread for all executions. */
export class Slices {
	private begun = Date.now();

	/**
	 * Call this between two steps. It lets other executions go first if this slice has lasted long enough.
	 * @returns whether it did
	 */
	async pause(): Promise<boolean> {
		if (Date.now() - this.begun < LONGEST_SLICE) return false;
		await sleep(0);
		this.begun = Date.now();
		return true;
	}
}
