import { BOUNDS } from './bounds';

/** Something that an item changed in Adobe, told to the user if the run stops later on. */
interface Change {
	id: string;
	how: 'created' | 'updated' | 'deleted';
}

/** A write that got no clear answer: it may have been carried out, now or later. */
export interface UnclearWrite {
	how: Change['how'];
	/** What it was about, in words: `the base connection "S3 one"`. */
	what: string;
}

/** What belongs to one item of the run. */
export class ItemScope {
	private firstTry: number | undefined;

	/** In order. Set as soon as it happened, whether or not the item as a whole ends well. */
	readonly changes: Change[] = [];

	/** Told with whatever ends the item, since it may decide what the user does next. */
	private readonly unclear = new Map<string, UnclearWrite>();

	/** @param secrets values of this item that must not appear in any message */
	constructor(readonly secrets: readonly string[] = []) {}

	/** Starts the item's budget, the first time that it is called. */
	begin(now: number): void {
		this.firstTry ??= now;
	}

	/** Starts the budget anew: an item that waits for something to happen asks again and again. */
	renewBudget(): void {
		this.firstTry = undefined;
	}

	/** Whether a further try may begin after `wait` milliseconds. */
	hasBudget(now: number, wait: number): boolean {
		return now + wait - (this.firstTry ?? now) <= BOUNDS.itemBudget;
	}

	noteChange(id: string, how: Change['how']): void {
		if (!this.changes.some((change) => change.id === id && change.how === how)) {
			this.changes.push({ id, how });
		}
	}

	/** Takes a change back, for instance of what was created and then deleted again. */
	dropChange(id: string): void {
		const kept = this.changes.filter((change) => change.id !== id);
		this.changes.splice(0, this.changes.length, ...kept);
	}

	noteUnclear(write: UnclearWrite): void {
		this.unclear.set(`${write.how} ${write.what}`, write);
	}

	/** The outcome of that write is known by now. */
	settle({ how, what }: UnclearWrite): void {
		this.unclear.delete(`${how} ${what}`);
	}

	/** Whether a write of that kind, to something of that noun, has no known outcome. */
	isUnclear(how: Change['how'], noun: string): boolean {
		return [...this.unclear.values()].some(
			(write) => write.how === how && write.what.startsWith(`the ${noun} `),
		);
	}

	/** A sentence for each write whose outcome is not known; '' where there is none. */
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
