import { BOUNDS } from './waits';
import { download } from './content';
import { isTokenRefused, explain } from './errors/explain';
import { Failure } from './errors/failure';
import type { HttpClient, Request } from './httpClient';
import type { ItemScope, UnclearWrite, Execution } from './execution';
import { isRecord } from './json';
import { isSuccess, type Answer, type Outcome, backoff, judge, retryAfter } from './outcome';
import { redactor, SecretForms, type Redactor } from './redact';
import type { Permit } from './rateLimiter';

/** A request. If it writes, `write` describes it for the message about a lost response. */
export interface Call extends Request {
	write?: UnclearWrite;
	/**
	 * For a request that the item can do without: the largest number of tries. It is not retried after a timeout,
	 * and a Retry-After does not end the execution.
	 */
	mostTries?: number;
}

/** How a request ended after all its tries. */
export interface Sent {
	call: Call;
	outcome: Outcome;
	tries: number;
	/** The last try or an earlier one may have been carried out, although it failed. */
	unclear: boolean;
	/** When the first unclear try was sent, by the local clock. Nothing older can be its result. */
	unclearSince?: number;
	/** Until when the last unclear try may still be carried out, by the local clock. */
	unclearUntil?: number;
	/** Whether it ended with a success that can be read. */
	isDone: boolean;
}

interface Attempt {
	outcome: Outcome;
	permit: Permit;
	/** When it was sent, by the local clock, after waiting for the rate limiter. */
	sentAt: number;
}

/** Retries after a 401 in an execution whose requests were successful before. */
const PASSING_401 = 2;

/**
 * Sends the requests of one item under the rate limiter of the execution, and retries them by the rules of
 * outcome.ts. Conflicts and unclear creates are returned, since the caller decides about them.
 */
export class ApiClient {
	constructor(
		readonly http: Pick<HttpClient, 'send' | 'forms' | 'scope'>,
		readonly execution: Execution,
		readonly item: ItemScope,
	) {}

	/**
	 * Sends until the request succeeds, cannot succeed, or has used up its tries or the item's budget.
	 * @param call one that can be repeated without harm: GET, DELETE, PATCH with If-Match
	 */
	async send(call: Call): Promise<Sent> {
		return await this.sendTries(call, false);
	}

	/** For a create, which is not retried while its outcome is unclear. */
	async sendUntilUnclear(call: Call): Promise<Sent> {
		return await this.sendTries(call, true);
	}

	private async sendTries(call: Call, stopWhenUnclear: boolean): Promise<Sent> {
		const { execution } = this;
		let unclearSince: number | undefined;
		let unclearUntil: number | undefined;
		let passing401 = 0;
		let tries = 0;
		for (let sent = 1; ; sent++) {
			const { outcome, permit, sentAt, isPassing } = await this.firstAlone(async () => {
				const attempt = await this.attempt(call);
				const isPassing = isTokenRefused(attempt.outcome) && this.mayPass(passing401);
				if (!isPassing) this.endExecutionIfRefused(call, attempt.outcome);
				return { ...attempt, isPassing };
			});
			const isLimit = this.noteRate(outcome, permit);
			// Refusals by the rate limit use up only the item's budget, no tries.
			if (!isLimit) tries++;
			const ended = (isDone: boolean): Sent => {
				const unclear = unclearSince !== undefined;
				return { call, outcome, tries: sent, unclear, unclearSince, unclearUntil, isDone };
			};
			if (isDone(call, outcome)) {
				execution.noteSuccess();
				if (call.write && !stopWhenUnclear) this.item.settle(call.write);
				return ended(true);
			}
			if (isPassing) {
				await execution.wait(backoff(++passing401, execution.timer.random()));
				continue;
			}
			const verdict = judge(outcome);
			if (verdict === 'unclear') {
				if (call.write) this.item.noteUnclear(call.write);
				unclearSince ??= sentAt;
				unclearUntil =
					execution.timer.now() +
					(isTimeout(outcome) ? BOUNDS.lateCreateAfterTimeout : BOUNDS.lateCreate);
			}
			const pause = this.pauseOf(outcome) ?? 0;
			if (isEnough(call, outcome, tries, pause)) return ended(false);
			if (verdict !== 'never' && pause > BOUNDS.longestWait)
				this.endExecution(call, outcome, pause);
			if (verdict === 'never' || (verdict === 'unclear' && stopWhenUnclear)) return ended(false);
			// After a refusal by the rate limit, the rate limiter already holds back the whole execution.
			const wait = isLimit ? 0 : Math.max(pause, backoff(tries, execution.timer.random()));
			if (!this.mayGoOn(tries, wait)) {
				execution.noteExhausted();
				return ended(false);
			}
			execution.stats.retried++;
			execution.whyRetried = () => this.failure({ call, outcome, tries: sent });
			await execution.wait(wait);
		}
	}

	/**
	 * The body of a successful response.
	 * @throws Failure for any other
	 */
	async read(call: Call): Promise<unknown> {
		return this.answerOf(await this.send(call)).body;
	}

	/**
	 * Reads something once for all items of the execution in this scope.
	 * @param key identifies what is read
	 */
	async readOnce<T>(key: readonly string[], read: () => Promise<T>): Promise<T> {
		return await this.execution.readOnce(JSON.stringify([this.http.scope, ...key]), read);
	}

	answerOf(sent: Sent): Answer {
		if (sent.isDone && isSuccess(sent.outcome)) return sent.outcome;
		throw this.failure(sent);
	}

	/** Explains an outcome. The advice depends on the service and the method. */
	failure({ call, outcome, tries }: Pick<Sent, 'call' | 'outcome' | 'tries'>): Failure {
		return explain(outcome, { clear: this.redactor, about: call, tries });
	}

	/** Clears all secrets of the credential and of the item. */
	get redactor(): Redactor {
		return redactor(this.http.forms, new SecretForms(this.item.secrets));
	}

	/** A failure with the service's own words, cleared of secrets. */
	clear(failure: Failure): Failure {
		return failure.cleared(this.redactor);
	}

	/** Whether another round of tries may start after `wait` milliseconds. */
	mayGoOn(round: number, wait: number): boolean {
		const { execution, item } = this;
		return (
			!execution.isImpatient && round < BOUNDS.tries && item.hasBudget(execution.timer.now(), wait)
		);
	}

	/** The token was refreshed just now, so such a 401 may pass. */
	private mayPass(passing401: number): boolean {
		return this.execution.hasSucceeded && passing401 < PASSING_401;
	}

	/** The first try of an execution goes alone, so one access token serves all items. */
	private async firstAlone<T>(attempt: () => Promise<T>): Promise<T> {
		const { firstRequest } = this.execution;
		if (firstRequest.isOver) return await attempt();
		if (firstRequest.isTaken) {
			await this.execution.untilEnded(firstRequest.whenOver);
			return await attempt();
		}
		// Taken before the first await, since the other items start at the same moment.
		firstRequest.isTaken = true;
		return await attempt().finally(() => firstRequest.end());
	}

	private async attempt(call: Call): Promise<Attempt> {
		const { execution } = this;
		let permit = execution.rateLimiter.reserve(execution.timer.now());
		for (;;) {
			await execution.wait(permit.at - execution.timer.now());
			if (execution.rateLimiter.isValid(permit)) break;
			permit = execution.rateLimiter.reserve(execution.timer.now());
		}
		if (execution.fatal) throw execution.fatal;
		execution.stats.requests++;
		const sentAt = execution.timer.now();
		this.item.begin(sentAt);
		const { readPieces } = call;
		const outcome = await execution.untilCancelled(
			readPieces
				? this.http.send(call).then(async (sent) => await download(sent, readPieces))
				: this.http.send(call),
		);
		// If the service fails, a gateway may answer instead, whose clock may differ.
		if (isSuccess(outcome)) execution.clock.learn(outcome.headers.date, execution.timer.now());
		return { outcome, permit, sentAt };
	}

	/** @returns whether the service refused by its rate limit */
	private noteRate(outcome: Outcome, permit: Permit): boolean {
		const { rateLimiter, timer } = this.execution;
		const now = timer.now();
		if (outcome.kind !== 'answer') return false;
		const pause = this.pauseOf(outcome);
		if (outcome.status === 429 || (outcome.status === 503 && pause !== undefined)) {
			rateLimiter.refused(now, permit, pause);
			return outcome.status === 429;
		}
		if (outcome.status < 500) rateLimiter.accepted(now, permit);
		return false;
	}

	/** The pause that the service asks for, in milliseconds. Undefined if it asks for none. */
	private pauseOf(outcome: Outcome): number | undefined {
		if (outcome.kind !== 'answer') return undefined;
		const now = Date.parse(outcome.headers.date ?? '') || this.execution.timer.now();
		return retryAfter(outcome.headers['retry-after'], now);
	}

	/** Such a pause concerns every item, and each would wait in vain. */
	private endExecution(call: Call, outcome: Outcome, pause: number): never {
		const seconds = Math.ceil(pause / 1000);
		throw this.execution.end(
			this.failure({ call, outcome, tries: 1 }).with(
				`The service asks to wait ${seconds} seconds, longer than the ${BOUNDS.longestWait / 1000} seconds that this node waits, so nothing more was sent. Run the remaining items again after that time.`,
			),
		);
	}

	/** A refusal by IMS, or a 401 despite a fresh token, concerns every item. */
	private endExecutionIfRefused(call: Call, outcome: Outcome): void {
		const isRefused = outcome.kind === 'ims' && !outcome.isPassing;
		if (!isRefused && !isTokenRefused(outcome)) return;
		throw this.execution.end(this.failure({ call, outcome, tries: 1 }));
	}
}

/**
 * A read or create needs a response that can be read. For an update, the status is enough, since its caller looks at
 * the rest. A delete has an empty response, and a text is the page of a proxy.
 */
function isDone(call: Call, outcome: Outcome): boolean {
	if (!isSuccess(outcome)) return false;
	const { body } = outcome;
	if (call.isAnswer) return call.isAnswer(body);
	if (call.method === 'DELETE') return typeof body !== 'string' || body.trim() === '';
	return call.method === 'PATCH' || isRecord(body);
}

/** Whether an optional request has used up its tries. */
function isEnough({ mostTries }: Call, outcome: Outcome, tries: number, pause: number): boolean {
	if (mostTries === undefined) return false;
	return tries >= mostTries || isTimeout(outcome) || pause > BOUNDS.longestWait;
}

function isTimeout(outcome: Outcome): boolean {
	return outcome.kind === 'network' && outcome.reason === 'timeout';
}
