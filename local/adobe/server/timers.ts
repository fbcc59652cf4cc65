/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the local Adobe is a development tool and never part of the published package */
/** `setTimeout` takes a longer wait for none at all. */
const LONGEST = 2 ** 31 - 1;

/** Work that is due at a time of this machine's clock, epoch milliseconds. */
interface Waiting {
	due: number;
	work: () => void;
	cancel: () => void;
}

/** Timers that end with the server: none of them keeps the process alive or fires after a reset. */
export class Timers {
	private open = new Map<NodeJS.Timeout, (() => void) | undefined>();
	private waiting = new Set<Waiting>();

	/**
	 * Calls `work` after `ms` milliseconds.
	 * @returns takes the call back
	 */
	after(ms: number, work: () => void): () => void {
		let timer: NodeJS.Timeout;
		const cancel = () => {
			this.waiting.delete(waiting);
			clearTimeout(timer);
			this.open.delete(timer);
		};
		const waiting: Waiting = { due: Date.now() + ms, work, cancel };
		this.waiting.add(waiting);
		const wait = (left: number): void => {
			const step = Math.min(left, LONGEST);
			timer = setTimeout(() => {
				this.open.delete(timer);
				if (left > step) wait(left - step);
				else {
					this.waiting.delete(waiting);
					work();
				}
			}, step);
			timer.unref();
			this.open.set(timer, undefined);
		};
		wait(ms);
		return cancel;
	}

	/** When the next work is due, for a test whose clock jumps; `undefined` when there is none. */
	nextDue(): number | undefined {
		const dues = [...this.waiting].map(({ due }) => due);
		return dues.length > 0 ? Math.min(...dues) : undefined;
	}

	/** Does everything that is due by the clock, in its order, whether the machine has waited for it or not. */
	runDue(): void {
		for (let due = this.nextDue(); due !== undefined && due <= Date.now(); due = this.nextDue()) {
			for (const next of [...this.waiting]) {
				if (next.due !== due || !this.waiting.has(next)) continue;
				next.cancel();
				next.work();
			}
		}
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
		this.waiting.clear();
	}
}
