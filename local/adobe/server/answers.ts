/** An answer before it is sent. `body` becomes JSON; `text` is sent as it is. */
export interface Answer {
	status: number;
	body?: unknown;
	text?: string;
	/** a large text, made while it is sent */
	pieces?: Iterable<string>;
	/** content type of `text` and `pieces` */
	type?: string;
	headers?: Record<string, string>;
}

/** A plain JSON answer. */
export function answer(status: number, body: unknown, headers?: Record<string, string>): Answer {
	return { status, body, headers };
}

/** 204 without a body, as after a deletion (contract.md (c)). */
export function noContent(): Answer {
	return { status: 204 };
}

/** What an error says, independent of the shape in which it goes out (contract.md (h)). */
export interface FlowErrorContent {
	/** for example `1439-404`; the HTTP status is its second half */
	code: string;
	title: string;
	message: string;
	/** entity the error is about, for the report */
	entity?: { id: string; type: string };
	/** the answer of the older generation, where it is not simply `errorMessage` and `errorDetails` */
	older?: Answer;
	/** wording of the older generation, where it differs */
	olderMessage?: string;
}

/** Thrown by anything that refuses a request; carries the answer. */
export class Refusal extends Error {
	constructor(readonly content: { answer: Answer } | { flow: FlowErrorContent }) {
		super('flow' in content ? content.flow.message : `status ${content.answer.status}`);
	}
}
