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

/** Refuses the first of some problems and tells the others with it. */
export function refuseProblems(problems: ReadonlyArray<{ message: string; mend: string }>): void {
	const [first, ...more] = problems;
	if (!first) return;
	const others = more.map(({ message, mend }) => `${message}. ${mend}`);
	throw new Refusal(first.message, [first.mend, ...others].join(' '));
}
