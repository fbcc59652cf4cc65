import { ApiClient } from '../../transport/apiClient';
import type { Request } from '../../transport/httpClient';
import { asRecord } from '../../transport/json';
import { isSuccess, type Outcome } from '../../transport/outcome';
import { judge } from '../../transport/retryPolicy';

/** How the last create ended that a cancelled item had on its way. */
interface EndedCreate {
	/** Of the collection; undefined where nothing was on its way. */
	path?: string;
	/** Of what was created. */
	id?: string;
	/** Whether it may have been created although no answer says so. */
	isUnclear: boolean;
}

/** Keeps the answer to the create that is on its way, which a cancelled item does not wait for. */
export class PendingCreate {
	/** What it sends is kept. */
	readonly client: ApiClient;

	private last: { path: string; outcome: Promise<Outcome> } | undefined;

	constructor({ http, run, item }: ApiClient) {
		const kept = outliving(http, (request, outcome) => {
			if (request.method === 'POST') this.last = { path: request.path, outcome };
		});
		this.client = new ApiClient(kept, run, item);
	}

	/** Waits for the answer, no longer than the Timeout option lets it take. */
	async end(): Promise<EndedCreate> {
		if (!this.last) return { isUnclear: false };
		const { path } = this.last;
		const outcome = await this.last.outcome;
		const { id } = asRecord(isSuccess(outcome) ? outcome.body : undefined);
		const isUnclear = judge(outcome) === 'unclear' || (isSuccess(outcome) && id === undefined);
		return { path, isUnclear, ...(typeof id === 'string' && { id }) };
	}
}

/**
 * The same way to the service, whose requests go on when the execution is cancelled.
 * @param note is told of each request
 */
export function outliving(
	http: ApiClient['http'],
	note?: (request: Request, outcome: Promise<Outcome>) => void,
): ApiClient['http'] {
	return {
		get secrets() {
			return http.secrets;
		},
		platformUrl: http.platformUrl,
		sandbox: http.sandbox,
		send: async (request) => {
			const outcome = http.send({ ...request, outlivesCancel: true });
			note?.(request, outcome);
			return await outcome;
		},
	};
}
