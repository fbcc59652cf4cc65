import { Pace } from '../../nodes/AdobeExperiencePlatform/flowService/pace';

/** Whether a service takes a request that arrives at a time; milliseconds. */
export type Limiter = (at: number) => boolean;

/** Takes so many within each full second of its clock, whose seconds begin at `phase`. */
export function fixedWindow(perSecond: number, phase: number): Limiter {
	let second = -1;
	let taken = 0;
	return (at) => {
		const current = Math.floor((at + phase) / 1000);
		if (current !== second) [second, taken] = [current, 0];
		return taken++ < perSecond;
	};
}

/** Takes so many within any second. */
export function slidingWindow(perSecond: number): Limiter {
	let taken: number[] = [];
	return (at) => {
		taken = taken.filter((time) => time > at - 1000);
		if (taken.length >= perSecond) return false;
		taken.push(at);
		return true;
	};
}

/** A bucket that is full at the beginning and refills evenly. */
export function tokenBucket(perSecond: number, capacity: number): Limiter {
	let tokens = capacity;
	let filledAt = 0;
	return (at) => {
		tokens = Math.min(capacity, tokens + ((at - filledAt) * perSecond) / 1000);
		filledAt = at;
		if (tokens < 1) return false;
		tokens--;
		return true;
	};
}

/** Numbers from 0 to 1 that are the same each time. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state / 2 ** 31;
	};
}

export interface Simulated {
	limiter: Limiter;
	requests: number;
	lanes: number;
	/** There and back; each request is up to a tenth quicker or slower. */
	latency: number;
	/** What a refusal asks for; undefined where it has no Retry-After. */
	pause: number | undefined;
	seed?: number;
}

/** Lets lanes send requests in the pace of a run, by a clock that jumps from event to event. */
class Simulation {
	private readonly pace = new Pace();

	private readonly random: () => number;

	private events: Array<{ at: number; happen: () => void }> = [];

	private now = 0;

	private begun = 0;

	private done = 0;

	refused = 0;

	constructor(private readonly setting: Simulated) {
		this.random = seeded(setting.seed ?? 1);
	}

	/** @returns milliseconds until the last request was taken */
	run(): number {
		for (let lane = 0; lane < this.setting.lanes; lane++) this.nextItem();
		while (this.done < this.setting.requests) {
			const next = this.events.reduce((a, b) => (b.at < a.at ? b : a));
			this.events = this.events.filter((event) => event !== next);
			this.now = next.at;
			next.happen();
		}
		return this.now;
	}

	private after(ms: number, happen: () => void): void {
		this.events.push({ at: this.now + ms, happen });
	}

	private nextItem(): void {
		if (this.begun++ < this.setting.requests) this.takeTurn();
	}

	private takeTurn(): void {
		const turn = this.pace.reserve(this.now);
		this.after(Math.max(0, Math.ceil(turn.at - this.now)), () => {
			if (this.pace.isValid(turn)) this.send(turn);
			else this.takeTurn();
		});
	}

	private send(turn: ReturnType<Pace['reserve']>): void {
		const { limiter, latency, pause } = this.setting;
		const way = (latency / 2) * (0.9 + this.random() * 0.2);
		this.after(way, () => {
			const isTaken = limiter(this.now);
			this.after(way, () => {
				if (isTaken) {
					this.pace.accepted(this.now, turn);
					this.done++;
					this.nextItem();
				} else {
					this.refused++;
					this.pace.refused(this.now, turn, pause);
					this.takeTurn();
				}
			});
		});
	}
}

export function simulate(setting: Simulated): { ms: number; refused: number } {
	const simulation = new Simulation(setting);
	const ms = simulation.run();
	return { ms, refused: simulation.refused };
}
