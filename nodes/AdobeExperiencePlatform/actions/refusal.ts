/** A parameter is not good: what is wrong, and what to do about it. Nothing was sent. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
