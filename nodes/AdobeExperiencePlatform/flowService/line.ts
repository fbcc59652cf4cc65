import type { Run } from './run';

/** The ends of the lines that somebody stands in, by name. */
const ends = new Map<string, Promise<unknown>>();

/**
 * Does work when all earlier work of the same line has ended, well or not, also that of other
 * executions in this process. A cancelled run leaves its line at once.
 */
export async function inLine<T>(name: string, run: Run, work: () => Promise<T>): Promise<T> {
	const ahead = ends.get(name);
	let leave = () => {};
	const own = new Promise<void>((resolve) => (leave = resolve));
	// Who comes next waits for those ahead, too: this one may leave before its turn.
	const end = Promise.all([ahead, own]).then(() => {
		if (ends.get(name) === end) ends.delete(name);
	});
	ends.set(name, end);
	try {
		if (ahead) await run.untilCancelled(ahead);
		return await work();
	} finally {
		leave();
	}
}
