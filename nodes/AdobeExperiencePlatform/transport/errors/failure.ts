import type { SourceCause } from './sourceRefusal';
import { boundedDescription, boundedMessage } from '../listed';

/**
 * Why an item failed, in plain data that is free of secrets: nothing of the request or the answer
 * hangs on it. The router turns it into n8n's error, once.
 */
export class Failure extends Error {
	override readonly name = 'Failure';

	readonly description: string;

	constructor(
		message: string,
		description: string,
		readonly httpCode?: string,
		/** Adobe's code, such as `FLOW-1418-400`. */
		readonly code?: string,
		/** Why the source refused Adobe, if its words say so. */
		readonly sourceCause?: SourceCause,
	) {
		super(boundedMessage(message));
		this.description = boundedDescription(description);
	}

	/** The same failure without what must not appear in it. */
	cleared(clear: (text: string) => string): Failure {
		const { message, description, httpCode, code, sourceCause } = this;
		return new Failure(clear(message), clear(description), httpCode, code, sourceCause);
	}

	/** The same failure with more to say, for instance what was already done. */
	with(more: string): Failure {
		const description = `${this.description} ${more}`.trim();
		return new Failure(this.message, description, this.httpCode, this.code, this.sourceCause);
	}
}

/** For `catch`: gives a {@link Failure} out as a value; anything else goes on as the error that it is. */
export function asFailure(error: unknown): Failure | Promise<never> {
	return error instanceof Failure ? error : Promise.reject(error as Error);
}

/** The user ended the execution; nothing is reported for it. */
export class Cancelled extends Error {
	override readonly name = 'Cancelled';

	constructor() {
		super('The execution was cancelled');
	}
}
