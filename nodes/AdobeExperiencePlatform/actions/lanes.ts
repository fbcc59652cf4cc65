/** A piece of work with the line it stands in; see {@link runInLanes}. */
export interface Queued {
	line?: string;
	work(): Promise<void>;
}

/**
 * Runs work side by side in a number of lanes, in order. Work of the same line runs one after
 * another and keeps its order, without holding up a lane in the meantime.
 * @param isStopped asked before each piece: once true, nothing new begins
 */
export async function runInLanes(
	queue: readonly Queued[],
	lanes: number,
	isStopped: () => boolean,
): Promise<void> {
	const waiting = new Map<string, Queued[]>();
	const ready: Queued[] = [];
	for (const queued of queue) {
		const line = queued.line === undefined ? undefined : waiting.get(queued.line);
		if (line) line.push(queued);
		else ready.push(queued);
		if (queued.line !== undefined && !line) waiting.set(queued.line, []);
	}
	let next = 0;
	let active = 0;
	await new Promise<void>((resolve, reject) => {
		const finish = (queued: Queued) => {
			active--;
			const successor = queued.line === undefined ? undefined : waiting.get(queued.line)?.shift();
			if (successor) ready.push(successor);
			fill();
		};
		const fill = () => {
			while (active < lanes && next < ready.length && !isStopped()) {
				const queued = ready[next++] as Queued;
				active++;
				queued.work().then(() => finish(queued), reject);
			}
			if (active === 0) resolve();
		};
		fill();
	});
}
