import { joined, type Problem } from '../flowService/problem';
import { boundedDescription, boundedMessage } from '../transport/listed';

/** A parameter is not good: what is wrong, and what to do about it. Nothing was sent. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	readonly description: string;

	constructor(message: string, description: string) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}
}

/** Refuses the first of some problems and tells the others with it. */
export function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Refusal(problem.message, problem.mend);
}
