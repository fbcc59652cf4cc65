/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the local Adobe is a development tool and never part of the published package */
/** Timers that end with the server: none of them keeps the process alive or fires after a reset. */
export class Timers {
	private open = new Map<NodeJS.Timeout, (() => void) | undefined>();

	/** Calls `work` after `ms` milliseconds. */
	after(ms: number, work: () => void): void {
		const timer = setTimeout(() => {
			this.open.delete(timer);
			work();
		}, ms);
		timer.unref();
		this.open.set(timer, undefined);
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
