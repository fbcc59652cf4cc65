import type { Execution } from './execution';

/** The ends of the queues, by key. */
const ends = new Map<string, Promise<unknown>>();

/**
 * Does work when all earlier work of the same key has ended, well or not, also that of other
 * executions in this process. A cancelled run leaves its queue at once.
 */
export async function withLock<T>(key: string, run: Execution, work: () => Promise<T>): Promise<T> {
	const ahead = ends.get(key);
	let leave = () => {};
	const own = new Promise<void>((resolve) => (leave = resolve));
	// Who comes next waits for those ahead, too: this one may leave before it was served.
	const end = Promise.all([ahead, own]).then(() => {
		if (ends.get(key) === end) ends.delete(key);
	});
	ends.set(key, end);
	try {
		if (ahead) await run.untilEnded(ahead);
		return await work();
	} finally {
		leave();
	}
}

/** A piece of work; work of one key runs one after another, see {@link runConcurrently}. */
export interface Queued {
	key?: string;
	work(): Promise<void>;
}

/**
 * Runs work side by side, in order. Work of the same key runs one after another and keeps its order,
 * without taking up concurrency in the meantime.
 * @param concurrency how much may run at once
 * @param isStopped asked before each piece: once true, nothing new begins
 */
export async function runConcurrently(
	queue: readonly Queued[],
	concurrency: number,
	isStopped: () => boolean,
): Promise<void> {
	const waiting = new Map<string, Queued[]>();
	const ready: Queued[] = [];
	for (const queued of queue) {
		const sameKey = queued.key === undefined ? undefined : waiting.get(queued.key);
		if (sameKey) sameKey.push(queued);
		else ready.push(queued);
		if (queued.key !== undefined && !sameKey) waiting.set(queued.key, []);
	}
	let next = 0;
	let active = 0;
	await new Promise<void>((resolve, reject) => {
		const finish = (queued: Queued) => {
			active--;
			const successor = queued.key === undefined ? undefined : waiting.get(queued.key)?.shift();
			if (successor) ready.push(successor);
			fill();
		};
		const fill = () => {
			while (active < concurrency && next < ready.length && !isStopped()) {
				const queued = ready[next++] as Queued;
				active++;
				queued.work().then(() => finish(queued), reject);
			}
			if (active === 0) resolve();
		};
		fill();
	});
}
