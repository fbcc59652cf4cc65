import { BOUNDS } from './bounds';
import { download } from './content';
import { isTokenRefused, explain } from './errors/explain';
import { Failure } from './errors/failure';
import type { About } from './errors/hints';
import type { HttpClient, Request } from './httpClient';
import type { ItemScope, UnclearWrite } from './item';
import { isRecord } from './json';
import { isSuccess, type Answer, type Outcome, backoff, judge, retryAfter } from './outcome';
import { redactor } from './redact';
import type { Permit } from './rateLimiter';
import type { Execution } from './execution';

/** A request that changes something says what, for the user to hear of it where the answer is lost. */
export interface Call extends Request {
	write?: UnclearWrite;
	/**
	 * For a question that the item can do without: it is tried so often at the most, not again after a time-out,
	 * and never ends the execution for the sake of a pause.
	 */
	mostTries?: number;
}

/** How a request ended after all its tries. */
export interface Sent {
	outcome: Outcome;
	tries: number;
	/** An earlier or the last try ended so that it may have been carried out all the same. */
	unclear: boolean;
	/** When the first such try was sent, by the local clock; nothing sent before can have done it. */
	unclearSince?: number;
	/** Until when the last such try may still be carried out, by the local clock. */
	unclearUntil?: number;
	/** Whether it ended with what the request asks for; a success that cannot be read is none. */
	isDone: boolean;
}

/** One try of a request. */
interface Attempt {
	outcome: Outcome;
	permit: Permit;
	/** When it left, by the local clock, after all waiting for the rate limiter. */
	sentAt: number;
}

/** How often a 401 in the middle of a run that worked before is tried again. */
const PASSING_401 = 2;

/**
 * Sends the requests of one item under the rate limiter of the run and retries them by the rules of
 * retryPolicy.ts. What it cannot decide - a conflict, a create with an unclear outcome - it returns
 * for its caller to decide.
 */
export class ApiClient {
	/** What each outcome is about, for the message about it. */
	private readonly calls = new WeakMap<Outcome, About>();

	constructor(
		readonly http: Pick<HttpClient, 'send' | 'secrets' | 'platformUrl' | 'sandbox'>,
		readonly execution: Execution,
		readonly item: ItemScope,
	) {}

	/**
	 * Sends until it succeeds, cannot succeed, or tries or budget are used up.
	 * @param call one whose repetition is harmless: GET, DELETE, PATCH with If-Match
	 */
	async send(call: Call): Promise<Sent> {
		return await this.sendWithRetries(call, false);
	}

	/** The same for a create: returns at once where the outcome is unclear. */
	async sendUntilUnclear(call: Call): Promise<Sent> {
		return await this.sendWithRetries(call, true);
	}

	/**
	 * The body of a successful answer.
	 * @throws Failure that a person can read for any other
	 */
	async read(call: Call): Promise<unknown> {
		return this.answerOf(await this.send(call), call.noun).body;
	}

	answerOf({ outcome, tries, isDone }: Sent, noun?: string): Answer {
		if (isDone && isSuccess(outcome)) return outcome;
		throw this.failure(outcome, noun, tries);
	}

	/** What went wrong, for a person; advice goes by the service that was asked and how. */
	failure(outcome: Outcome, noun?: string, tries = 1): Failure {
		const secrets = [...this.item.secrets, ...this.http.secrets];
		return explain(outcome, { secrets, about: { ...this.calls.get(outcome), noun }, tries });
	}

	/** A failure made from the service's own words, cleared of secrets. */
	clear(failure: Failure): Failure {
		return failure.cleared(redactor([...this.item.secrets, ...this.http.secrets]));
	}

	/** Whether a further round of tries may begin after `wait` milliseconds. */
	mayGoOn(round: number, wait: number): boolean {
		const { execution, item } = this;
		return (
			!execution.isImpatient && round < BOUNDS.tries && item.hasBudget(execution.timer.now(), wait)
		);
	}

	private async sendWithRetries(call: Call, stopWhenUnclear: boolean): Promise<Sent> {
		const { execution } = this;
		let unclearSince: number | undefined;
		let unclearUntil: number | undefined;
		let passing401 = 0;
		let tries = 0;
		for (let sent = 1; ; sent++) {
			const { outcome, permit, sentAt, isPassing } = await this.firstAlone(async () => {
				const attempt = await this.attempt(call);
				const isPassing = isTokenRefused(attempt.outcome) && this.mayPass(passing401);
				if (!isPassing) this.endRunIfRefused(attempt.outcome);
				return { ...attempt, isPassing };
			});
			const isLimit = this.noteRate(outcome, permit);
			// Refusals by the rate limit do not use up tries, only the item's budget.
			if (!isLimit) tries++;
			const ended = (isDone: boolean): Sent => {
				const unclear = unclearSince !== undefined;
				return { outcome, tries: sent, unclear, unclearSince, unclearUntil, isDone };
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
				unclearUntil = execution.timer.now() + lateBy(outcome);
			}
			const pause = this.pauseOf(outcome) ?? 0;
			if (isEnough(call, outcome, tries, pause)) return ended(false);
			if (verdict !== 'never' && pause > BOUNDS.longestWait) this.endRun(outcome, pause);
			if (verdict === 'never' || (verdict === 'unclear' && stopWhenUnclear)) return ended(false);
			// The rate limiter already holds back the whole run after a refusal by the rate limit.
			const wait = isLimit ? 0 : Math.max(pause, backoff(tries, execution.timer.random()));
			if (!this.mayGoOn(tries, wait)) {
				execution.noteExhausted();
				return ended(false);
			}
			execution.stats.retried++;
			execution.whyRetried = () => this.failure(outcome, call.noun, sent);
			await execution.wait(wait);
		}
	}

	/** A 401 in a run that has worked before, where the token was refreshed just now. */
	private mayPass(passing401: number): boolean {
		return this.execution.hasSucceeded && passing401 < PASSING_401;
	}

	/** The run's first try goes alone, so that it settles the access token for all items. */
	private async firstAlone<T>(attempt: () => Promise<T>): Promise<T> {
		const { firstRequest } = this.execution;
		if (firstRequest.isOver) return await attempt();
		if (firstRequest.isTaken) {
			await this.execution.untilEnded(firstRequest.whenOver);
			return await attempt();
		}
		// Taken before the first await: the other items begin at the same moment.
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
		this.calls.set(outcome, { method: call.method, path: call.path });
		// Others answer in the service's place when it fails, a gateway for instance, with clocks of their own.
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

	/** What the service asks to wait, in milliseconds; undefined where it does not ask. */
	private pauseOf(outcome: Outcome): number | undefined {
		if (outcome.kind !== 'answer') return undefined;
		const now = Date.parse(outcome.headers.date ?? '') || this.execution.timer.now();
		return retryAfter(outcome.headers['retry-after'], now);
	}

	/** The service spoke for all: waiting would cost every item the same again. */
	private endRun(outcome: Outcome, pause: number): never {
		const seconds = Math.ceil(pause / 1000);
		throw this.execution.end(
			this.failure(outcome).with(
				`The service asks to wait ${seconds} seconds, longer than the ${BOUNDS.longestWait / 1000} seconds that this node waits, so nothing more was sent. Run the remaining items again after that time.`,
			),
		);
	}

	/** A refusal by IMS and a 401 that outlasts a fresh token concern every item alike. */
	private endRunIfRefused(outcome: Outcome): void {
		const isRefused = outcome.kind === 'ims' && !outcome.isPassing;
		if (isRefused || isTokenRefused(outcome)) throw this.execution.end(this.failure(outcome));
	}
}

/** A read or create needs an answer that can be read; for a delete or an update the status says it all. */
function isDone(call: Call, outcome: Outcome): boolean {
	if (!isSuccess(outcome)) return false;
	if (call.isAnswer) return call.isAnswer(outcome.body);
	return call.method === 'DELETE' || call.method === 'PATCH' || isRecord(outcome.body);
}

function lateBy(outcome: Outcome): number {
	return isTimeout(outcome) ? BOUNDS.lateCreateAfterTimeout : BOUNDS.lateCreate;
}

/** Whether a question that is not worth more is given up. */
function isEnough({ mostTries }: Call, outcome: Outcome, tries: number, pause: number): boolean {
	if (mostTries === undefined) return false;
	return tries >= mostTries || isTimeout(outcome) || pause > BOUNDS.longestWait;
}

function isTimeout(outcome: Outcome): boolean {
	return outcome.kind === 'network' && outcome.reason === 'timeout';
}
