import { boundedDescription, boundedMessage } from './failure';

/** What cannot work, and how to fix it. Found before anything is written. */
export interface Problem {
	message: string;
	description: string;
}

const MOST_NAMED = 5;

/** The first of some problems, which names some of the others. Undefined for none. */
export function joined([first, ...more]: readonly Problem[]): Problem | undefined {
	if (!first) return undefined;
	const others = more
		.slice(0, MOST_NAMED - 1)
		.map(({ message, description }) =>
			`${message}. ${description === first.description ? '' : description}`.trim(),
		);
	const left = more.length - others.length;
	const rest = left > 0 ? [`${left} more problems of this kind were found.`] : [];
	return { message: first.message, description: [first.description, ...others, ...rest].join(' ') };
}

/** An invalid parameter, and how to fix it. Nothing was sent. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	readonly description: string;

	constructor(message: string, description: string) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}
}

export function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Refusal(problem.message, problem.description);
}
