import type { Sandbox } from '../types';
import type { Answer } from './answers';

/** One request as the handlers see it. */
export interface Call {
	method: string;
	/** without query, without a trailing slash */
	path: string;
	rawUrl: string;
	query: URLSearchParams;
	/** lower-case names; repeated headers joined with commas */
	headers: Record<string, string | undefined>;
	/** parts of the path that the route names */
	params: Record<string, string | undefined>;
	/** parsed JSON or form; `undefined` when there is none */
	body: unknown;
	/** the body as it came, for checks of signatures */
	rawBody: string;
	/** set when the body claims to be JSON and is not */
	malformed: boolean;
	requestId: string;
	/** set by the gateway checks */
	sandbox: Sandbox;
}

/** Answers a request at once; waiting belongs to the server, so that every write is atomic. */
export type Handler = (call: Call) => Answer;

export const NO_SANDBOX: Sandbox = { id: '', name: '', title: '', type: 'development' };
