import { joined, type Problem } from '../flowService/problem';

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
export function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Refusal(problem.message, problem.mend);
}
