import type { Run } from './run';

/** The ends of the queues, by key. */
const ends = new Map<string, Promise<unknown>>();

/**
 * Does work when all earlier work of the same key has ended, well or not, also that of other
 * executions in this process. A cancelled run leaves its queue at once.
 */
export async function withLock<T>(key: string, run: Run, work: () => Promise<T>): Promise<T> {
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
