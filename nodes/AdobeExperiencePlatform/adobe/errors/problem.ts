import { boundedDescription, boundedMessage } from './failure';

/** Something that cannot work, found before anything is written: what is wrong, and how to fix it. */
export interface Problem {
	message: string;
	description: string;
}

const MOST_NAMED = 5;

/** The first of some problems, which names some of the others; undefined if there is none. */
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

/** A parameter is not good: what is wrong, and what to do about it. Nothing was sent. */
export class Refusal extends Error {
	override readonly name = 'Refusal';

	readonly description: string;

	constructor(message: string, description: string) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}
}

/** Refuses the first of some problems and names the others with it. */
export function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Refusal(problem.message, problem.description);
}
