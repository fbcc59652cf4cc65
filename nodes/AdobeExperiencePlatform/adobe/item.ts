import { BOUNDS } from './bounds';

/** A change in Adobe. The user needs to know it if the execution stops later. */
interface Change {
	id: string;
	how: 'created' | 'updated' | 'deleted';
}

/** A write without a clear response. It may have been carried out, or may still be. */
export interface UnclearWrite {
	how: Change['how'];
	/** In words: `the base connection "S3 one"`. */
	what: string;
}

/** What belongs to one item of an execution. */
export class ItemScope {
	private firstTry: number | undefined;

	/** In order. Noted as soon as it happened, whether or not the item succeeds. */
	readonly changes: Change[] = [];

	/** Reported with any failure of the item, since it may decide what the user does next. */
	private readonly unclear = new Map<string, UnclearWrite>();

	/** @param secrets values of this item that must not appear in any message */
	constructor(readonly secrets: readonly string[] = []) {}

	/** Starts the item's budget, if it has not started. */
	begin(now: number): void {
		this.firstTry ??= now;
	}

	/** The budget starts again with the next request, for items that wait. */
	renewBudget(): void {
		this.firstTry = undefined;
	}

	/** Whether another try may start after `wait` milliseconds. */
	hasBudget(now: number, wait: number): boolean {
		return now + wait - (this.firstTry ?? now) <= BOUNDS.itemBudget;
	}

	noteChange(id: string, how: Change['how']): void {
		if (!this.changes.some((change) => change.id === id && change.how === how)) {
			this.changes.push({ id, how });
		}
	}

	/** Forgets a change, for instance a create that was deleted again. */
	dropChange(id: string): void {
		const kept = this.changes.filter((change) => change.id !== id);
		this.changes.splice(0, this.changes.length, ...kept);
	}

	noteUnclear(write: UnclearWrite): void {
		this.unclear.set(`${write.how} ${write.what}`, write);
	}

	/** The outcome of that write is now known. */
	settle({ how, what }: UnclearWrite): void {
		this.unclear.delete(`${how} ${what}`);
	}

	/** Whether such a write has no known outcome. */
	isUnclear(how: Change['how'], noun: string): boolean {
		return [...this.unclear.values()].some(
			(write) => write.how === how && write.what.startsWith(`the ${noun} `),
		);
	}

	/** A sentence for each write without a known outcome. Empty for none. */
	get unclearNote(): string {
		return [...this.unclear.values()]
			.map(({ how, what }) =>
				how === 'created'
					? `Adobe's response was lost, so ${what} may have been created. Check before you run this item again.`
					: `An earlier attempt got no response, so ${what} may have been ${how}.`,
			)
			.join(' ');
	}
}
