import { RateLimiter, type Permit } from '../../nodes/AdobeExperiencePlatform/adobe/rateLimiter';
import { seeded, type Service } from './services';

export interface Setting {
	service: Service;
	requests: number;
	concurrency: number;
	/** There and back, milliseconds; 50 unless told. */
	latency?: number;
	/** By which share a request is at most quicker or slower; 0.1 unless told. */
	jitter?: number;
	/** Whether refusals have a Retry-After, in whole seconds and at least one, as HTTP has it. */
	retryAfter: boolean;
	seed?: number;
}

export interface Result {
	/** Milliseconds until the answer to the last request. */
	ms: number;
	taken: number;
	refused: number;
}

/** Sends requests as a run does, by a clock that jumps from event to event. */
class Simulation {
	private readonly limiter = new RateLimiter();

	private readonly random: () => number;

	private events: Array<{ at: number; happen: () => void }> = [];

	private now = 0;

	private begun = 0;

	private readonly result: Result = { ms: 0, taken: 0, refused: 0 };

	constructor(private readonly setting: Setting) {
		this.random = seeded(setting.seed ?? 1);
	}

	run(): Result {
		const { concurrency, requests } = this.setting;
		// A run's first request goes alone.
		this.next(() => {
			for (let other = 1; other < concurrency; other++) this.next();
		});
		while (this.result.taken < requests) {
			const next = this.events.reduce((a, b) => (b.at < a.at ? b : a));
			this.events.splice(this.events.indexOf(next), 1);
			this.now = next.at;
			next.happen();
		}
		return { ...this.result, ms: this.now };
	}

	private after(ms: number, happen: () => void): void {
		this.events.push({ at: this.now + ms, happen });
	}

	private next(onAnswer?: () => void): void {
		if (this.begun++ < this.setting.requests) this.takePermit(onAnswer);
	}

	private takePermit(onAnswer?: () => void): void {
		const permit = this.limiter.reserve(this.now);
		this.after(Math.max(0, Math.ceil(permit.at - this.now)), () => {
			if (this.limiter.isValid(permit)) this.send(permit, onAnswer);
			else this.takePermit(onAnswer);
		});
	}

	private send(permit: Permit, onAnswer?: () => void): void {
		this.after(this.way(), () => {
			const wait = this.arrive();
			this.after(this.way(), () => {
				if (wait === undefined) this.limiter.accepted(this.now, permit);
				else this.limiter.refused(this.now, permit, this.pauseFor(wait));
				onAnswer?.();
				if (wait === undefined) this.next();
				else this.takePermit();
			});
		});
	}

	private arrive(): number | undefined {
		const wait = this.setting.service(this.now);
		this.result[wait === undefined ? 'taken' : 'refused']++;
		return wait;
	}

	private way(): number {
		const { latency = 50, jitter = 0.1 } = this.setting;
		return (latency / 2) * (1 + jitter * (2 * this.random() - 1));
	}

	private pauseFor(wait: number): number | undefined {
		return this.setting.retryAfter ? Math.max(1, Math.ceil(wait / 1000)) * 1000 : undefined;
	}
}

/** Lets a run of many requests pass in virtual time. */
export function simulate(setting: Setting): Result {
	return new Simulation(setting).run();
}
