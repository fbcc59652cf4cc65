import { BOUNDS } from '../transport/bounds';
import { Cancelled } from '../transport/errors/failure';

interface Running {
	/** What n8n keeps for the node; another one means that n8n has loaded the workflow again. */
	data: object;
	/** By the local clock; nothing lives longer, whatever hangs. */
	endsAt: number;
	stop: AbortController;
}

/** Polls that are under way, by workflow and name of the node: n8n may start one while another still runs. */
const polls = new Map<string, Running>();

/**
 * Runs one poll of a trigger at a time. If n8n has loaded the workflow again, the poll of before is stopped
 * and returns nothing: n8n 2.8 would start an execution for what it finds, and the new poll finds the same.
 * @param data what n8n keeps for the node
 * @param work what to do until the signal ends it
 * @returns undefined if the poll is not made, or was stopped
 */
export async function onePollAtATime<T>(
	key: string,
	data: object,
	work: (stopped: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
	const other = polls.get(key);
	if (other?.data === data && Date.now() < other.endsAt) return undefined;
	other?.stop.abort();
	const own = { data, endsAt: Date.now() + BOUNDS.poll, stop: new AbortController() };
	const { signal } = own.stop;
	polls.set(key, own);
	try {
		const result = await work(signal).catch(async (error: unknown) =>
			signal.aborted ? undefined : await Promise.reject(error as Error),
		);
		return signal.aborted ? undefined : result;
	} finally {
		if (polls.get(key) === own) polls.delete(key);
	}
}

/** The outcome of `work`, unless the signal comes first; what comes after it counts for nothing. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	let onAbort = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(new Cancelled());
		if (signal.aborted) onAbort();
		else signal.addEventListener('abort', onAbort);
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
