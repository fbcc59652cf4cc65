import {
	amazonS3,
	s3AccessKey,
} from '../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import type { AuthMethod } from '../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import type { ConnectionDraft } from '../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { ApiClient } from '../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import type { Request } from '../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import {
	ItemScope,
	Execution,
	type Timer,
} from '../../nodes/AdobeExperiencePlatform/adobe/execution';
import type { Outcome } from '../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { SecretForms } from '../../nodes/AdobeExperiencePlatform/adobe/redact';

/** A clock that only waits move on, at once. */
export class FakeTimer implements Timer {
	time = Date.parse('2026-11-21T12:00:00Z');

	readonly waits: number[] = [];

	now = () => this.time;

	random = () => 1;

	sleep = async (ms: number) => {
		this.waits.push(ms);
		this.time += ms;
		await Promise.resolve();
	};
}

export const answer = (
	status: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): Outcome => ({ kind: 'answer', status, headers, body });

export const broken: Outcome = { kind: 'network', reason: 'broken', maybeSent: true };

export const refused: Outcome = { kind: 'network', reason: 'refused', maybeSent: false };

/** What the tests of writes ask for. */
export const draft: ConnectionDraft = {
	name: 'S3 one',
	description: '',
	source: amazonS3,
	method: s3AccessKey,
	credentials: { s3AccessKey: 'k', s3SecretKey: 's' },
	settings: {},
};

/** The same, to be read with a role instead of keys. */
export const roleDraft: ConnectionDraft = {
	...draft,
	method: amazonS3.methods[1] as AuthMethod,
	credentials: {},
};

/** A client of one item, to a service that gives prepared outcomes, the last of which stays. */
export function fakeClient(...outcomes: Outcome[]) {
	const { http, calls } = fakeService(
		({ length }) => outcomes[Math.min(length, outcomes.length) - 1] as Outcome,
	);
	return { ...clientOf(http), calls };
}

/**
 * The way to a service.
 * @param reply what it answers to the last of these requests, which are all up to that one
 */
export function fakeService(reply: (calls: Request[]) => Outcome) {
	const calls: Request[] = [];
	const http: ApiClient['http'] = {
		forms: new SecretForms([]),
		scope: 'https://service.example dev',
		send: async (request) => {
			const count = calls.push(request);
			await Promise.resolve();
			// Without those that were sent since, if several are under way.
			return reply(calls.slice(0, count));
		},
	};
	return { http, calls };
}

/** A run of its own, and the client of its first item. */
export function clientOf(http: ApiClient['http'], signal?: AbortSignal) {
	const timer = new FakeTimer();
	const run = new Execution(signal, timer);
	const item = new ItemScope();
	/** The client of a further item of the run. */
	const nextItem = () => new ApiClient(http, run, new ItemScope());
	return { client: new ApiClient(http, run, item), http, run, item, nextItem, timer };
}
