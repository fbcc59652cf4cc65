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
