import { sleep } from 'n8n-workflow';

/** For so long one execution computes before the others of this n8n get a chance, in milliseconds. */
const LONGEST_SLICE = 20;

/** Long work in slices: n8n has but one thread for all executions. */
export class Slices {
	private begun = Date.now();

	/**
	 * To be called between two steps of the work; lets others go first if this slice has lasted long enough.
	 * @returns whether it did
	 */
	async pause(): Promise<boolean> {
		if (Date.now() - this.begun < LONGEST_SLICE) return false;
		await sleep(0);
		this.begun = Date.now();
		return true;
	}
}
