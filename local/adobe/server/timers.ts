/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the local Adobe is a development tool and never part of the published package */
/** `setTimeout` takes a longer wait for none at all. */
const LONGEST = 2 ** 31 - 1;

/** Timers that end with the server: none of them keeps the process alive or fires after a reset. */
export class Timers {
	private open = new Map<NodeJS.Timeout, (() => void) | undefined>();

	/**
	 * Calls `work` after `ms` milliseconds.
	 * @returns takes the call back
	 */
	after(ms: number, work: () => void): () => void {
		let timer: NodeJS.Timeout;
		const wait = (left: number): void => {
			const step = Math.min(left, LONGEST);
			timer = setTimeout(() => {
				this.open.delete(timer);
				if (left > step) wait(left - step);
				else work();
			}, step);
			timer.unref();
			this.open.set(timer, undefined);
		};
		wait(ms);
		return () => {
			clearTimeout(timer);
			this.open.delete(timer);
		};
	}

	/** Resolves after `ms` milliseconds, or at once when the timers are cleared. */
	async sleep(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = setTimeout(() => {
				this.open.delete(timer);
				resolve();
			}, ms);
			this.open.set(timer, resolve);
		});
	}

	clear(): void {
		for (const [timer, resolve] of this.open) {
			clearTimeout(timer);
			resolve?.();
		}
		this.open.clear();
	}
}
