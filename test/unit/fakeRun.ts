import type { ConnectionDraft } from '../../nodes/AdobeExperiencePlatform/flowService/connection';
import type { Call, Http } from '../../nodes/AdobeExperiencePlatform/flowService/http';
import type { Outcome } from '../../nodes/AdobeExperiencePlatform/flowService/outcome';
import { Run, type Timer } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { Sender } from '../../nodes/AdobeExperiencePlatform/flowService/sender';

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
	authentication: 'accessKey',
	keys: { s3AccessKey: 'k', s3SecretKey: 's', s3SessionToken: '' },
	place: { bucketName: '', folderPath: '', serviceUrl: '' },
};

/** A sender to a service that gives prepared outcomes, the last of which stays. */
export function fakeSender(...outcomes: Outcome[]) {
	const calls: Call[] = [];
	const timer = new FakeTimer();
	const http: Pick<Http, 'send' | 'secrets' | 'baseUrl' | 'sandbox'> = {
		secrets: [],
		baseUrl: 'https://service.example',
		sandbox: 'dev',
		send: async (call) => {
			calls.push(call);
			await Promise.resolve();
			return outcomes[Math.min(calls.length, outcomes.length) - 1] as Outcome;
		},
	};
	const run = new Run(undefined, timer);
	return { sender: new Sender(http, run), http, run, calls, timer };
}
