import { BOUNDS } from './bounds';
import { explain, Failure } from './failure';
import type { Call, Http } from './http';
import { isRecord } from './json';
import { isSuccess, type Answer, type Outcome } from './outcome';
import type { Turn } from './pace';
import { backoff, judge, retryAfter } from './retry';
import type { ItemScope, Run } from './run';

/** How a call ended after all its tries. */
export interface Sent {
	outcome: Outcome;
	tries: number;
	/** An earlier or the last try ended so that it may have been carried out all the same. */
	unclear: boolean;
	/** When the first such try was sent, by the local clock; nothing sent before can have done it. */
	unclearSince?: number;
	/** Whether it ended with what the call asks for; a success that cannot be read is none. */
	isDone: boolean;
}

/** One try of a call. */
interface Attempt {
	outcome: Outcome;
	turn: Turn;
	/** When it left, by the local clock, after all waiting for its turn. */
	sentAt: number;
}

/** How often a 401 in the middle of a run that worked before is tried again. */
const PASSING_401 = 2;

/**
 * Sends calls in the pace of the run and repeats them by the rules of retry.ts. What it cannot
 * decide - a conflict, a create with an unclear outcome - it returns for its caller to decide.
 */
export class Sender {
	constructor(
		readonly http: Pick<Http, 'send' | 'secrets' | 'baseUrl' | 'sandbox'>,
		readonly run: Run,
	) {}

	/**
	 * Sends until it succeeds, cannot succeed, or tries or budget are used up.
	 * @param call one whose repetition is harmless: GET, DELETE, PATCH with If-Match
	 */
	async repeat(call: Call, item: ItemScope): Promise<Sent> {
		return await this.loop(call, item, false);
	}

	/** The same for a create: returns at once where the outcome is unclear. */
	async untilUnclear(call: Call, item: ItemScope): Promise<Sent> {
		return await this.loop(call, item, true);
	}

	/** The answer of a successful call; any other becomes the failure that a person reads. */
	answerOf({ outcome, tries, isDone }: Sent, item: ItemScope): Answer {
		if (isDone && isSuccess(outcome)) return outcome;
		throw this.failure(outcome, item, tries);
	}

	failure(outcome: Outcome, item: ItemScope, tries = 1): Failure {
		return explain(outcome, [...item.secrets, ...this.http.secrets], tries);
	}

	private async loop(call: Call, item: ItemScope, stopWhenUnclear: boolean): Promise<Sent> {
		let unclearSince: number | undefined;
		let passing401 = 0;
		let tries = 0;
		const ended = (outcome: Outcome, sent: number, isDone: boolean): Sent => {
			return { outcome, tries: sent, unclear: unclearSince !== undefined, unclearSince, isDone };
		};
		for (let sent = 1; ; sent++) {
			const { outcome, turn, sentAt, isPassing } = await this.firstAlone(async () => {
				const attempt = await this.inTurn(call, item);
				const isPassing = this.is401(attempt.outcome) && this.mayPass(passing401);
				if (!isPassing) this.throwIfRunIsOver(attempt.outcome, item);
				return { ...attempt, isPassing };
			});
			const isLimit = this.notePace(outcome, turn);
			// Refusals by the rate limit do not use up tries, only the item's budget.
			if (!isLimit) tries++;
			if (isDone(call, outcome)) {
				this.run.noteSuccess();
				return ended(outcome, sent, true);
			}
			if (isPassing) {
				await this.run.wait(backoff(++passing401, this.run.timer.random()));
				continue;
			}
			const verdict = judge(outcome);
			if (verdict === 'unclear') unclearSince ??= sentAt;
			if (verdict === 'never' || (verdict === 'unclear' && stopWhenUnclear)) {
				return ended(outcome, sent, false);
			}
			const wait = this.waitAfter(outcome, tries, isLimit, item);
			if (wait === undefined) return ended(outcome, sent, false);
			this.run.stats.repeated++;
			await this.run.wait(wait);
		}
	}

	/** A 401 in a run that has worked before, where the token was refreshed just now. */
	private mayPass(passing401: number): boolean {
		return this.run.hasSucceeded && passing401 < PASSING_401;
	}

	private is401(outcome: Outcome): boolean {
		return outcome.kind === 'answer' && outcome.status === 401;
	}

	/** The run's first try goes alone, so that it settles the access token for all lanes. */
	private async firstAlone<T>(attempt: () => Promise<T>): Promise<T> {
		const { opening } = this.run;
		if (opening.isOver) return await attempt();
		if (opening.isTaken) {
			await this.run.untilCancelled(opening.whenOver);
			return await attempt();
		}
		// Taken before the first await: the other lanes begin at the same moment.
		opening.isTaken = true;
		return await attempt().finally(() => opening.end());
	}

	private async inTurn(call: Call, item: ItemScope): Promise<Attempt> {
		const { run } = this;
		let turn = run.pace.reserve(run.timer.now());
		for (;;) {
			await run.wait(turn.at - run.timer.now());
			if (run.pace.isValid(turn)) break;
			turn = run.pace.reserve(run.timer.now());
		}
		if (run.fatal) throw run.fatal;
		run.stats.requests++;
		const sentAt = run.timer.now();
		item.begin(sentAt);
		const outcome = await run.untilCancelled(this.http.send(call));
		if (outcome.kind === 'answer') run.clock.learn(outcome.headers.date, run.timer.now());
		return { outcome, turn, sentAt };
	}

	/** @returns whether the service refused by its rate limit */
	private notePace(outcome: Outcome, turn: Turn): boolean {
		const { pace, timer } = this.run;
		const now = timer.now();
		if (outcome.kind !== 'answer') return false;
		const pause = this.pauseOf(outcome);
		if (outcome.status === 429 || (outcome.status === 503 && pause !== undefined)) {
			pace.refused(now, turn, pause);
			return outcome.status === 429;
		}
		if (outcome.status < 500) pace.accepted(now, turn);
		return false;
	}

	private pauseOf(answer: Answer): number | undefined {
		const now = Date.parse(answer.headers.date ?? '') || this.run.timer.now();
		return retryAfter(answer.headers['retry-after'], now);
	}

	/** @returns milliseconds, or undefined where there is no further try */
	private waitAfter(
		outcome: Outcome,
		tries: number,
		isLimit: boolean,
		item: ItemScope,
	): number | undefined {
		const { run } = this;
		const pause = (outcome.kind === 'answer' && this.pauseOf(outcome)) || 0;
		if (pause > BOUNDS.longestWait) throw this.tooLong(outcome, pause, item);
		// The pace already holds back the whole run after a refusal by the rate limit.
		const wait = isLimit ? 0 : Math.max(pause, backoff(tries, run.timer.random()));
		const isOver =
			run.isImpatient || tries >= BOUNDS.tries || !item.hasBudget(run.timer.now(), wait);
		if (!isOver) return wait;
		run.noteExhausted();
		return undefined;
	}

	private tooLong(outcome: Outcome, pause: number, item: ItemScope): Failure {
		const seconds = Math.ceil(pause / 1000);
		return this.failure(outcome, item).with(
			`The service asks to wait ${seconds} seconds, longer than the ${BOUNDS.longestWait / 1000} seconds that this node waits. Run this item again after that time.`,
		);
	}

	/** A refusal by IMS and a 401 that outlasts a fresh token concern every item alike. */
	private throwIfRunIsOver(outcome: Outcome, item: ItemScope): void {
		const concernsAll = outcome.kind === 'ims' || this.is401(outcome);
		if (!concernsAll) return;
		this.run.fatal ??= this.failure(outcome, item);
		throw this.run.fatal;
	}
}

/** A read or create needs an answer that can be read; for a delete or an update the status says it all. */
function isDone(call: Call, outcome: Outcome): boolean {
	if (!isSuccess(outcome)) return false;
	if (call.method === 'DELETE' || call.method === 'PATCH') return true;
	return call.isAnswer?.(outcome.body) ?? isRecord(outcome.body);
}
