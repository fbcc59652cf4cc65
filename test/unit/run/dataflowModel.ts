import type { RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../fakeExecution';

export interface ModelRun {
	id: string;
	/** Files changed after `start`, up to and including `end`. Epoch milliseconds. */
	window: { start: number; end: number };
	/** As shown, if the service shows windows. */
	shownStart: number;
	createdAt: number;
	status: 'inProgress' | 'success' | 'failed';
	/** Whether these files were requested again. */
	isBackfill: boolean;
}

export interface ModelOptions {
	showsWindows: boolean;
	/** A new run is neither listed nor found for this long. Milliseconds. */
	lag?: number;
	frequency?: string;
}

let models = 0;

/** One dataflow at Adobe with the files of its folder, counted from the service's own records. */
export class DataflowModel {
	now = Date.parse('2026-11-20T08:00:00Z');

	readonly start = this.now;

	/** Times of change. */
	readonly files: number[] = [];

	readonly runs: ModelRun[] = [];

	/** POST requests, in order. */
	readonly posted: string[] = [];

	readonly hints = new Set<string>();

	/** How late the next run is created, in milliseconds. */
	late = 0;

	state = 'enabled';

	constructor(private readonly options: ModelOptions) {}

	/** A client of another execution in a worker, which remembers what it started. */
	client(worker = 'a') {
		const { http } = fakeService(() => answer(500));
		Object.assign(http, { scope: `https://${worker}.${this.seed}.example` });
		http.send = async (request) => {
			await Promise.resolve();
			this.now = Math.max(this.now, made.timer.time);
			const reply = this.reply(request);
			return reply.kind === 'answer'
				? { ...reply, headers: { date: new Date(this.now).toUTCString() } }
				: reply;
		};
		const made = clientOf(http);
		made.timer.time = this.now;
		return made;
	}

	/** Runs something in an execution of a worker, and keeps its hints. */
	async execute<R>(
		work: (client: ReturnType<DataflowModel['client']>['client']) => Promise<R>,
		worker?: string,
	): Promise<R | Error> {
		const { client, run, timer } = this.client(worker);
		const result = await work(client).catch((error: Error) => error);
		this.now = Math.max(this.now, timer.time) + 1_000;
		for (const hint of run.hints) this.hints.add(hint);
		return result;
	}

	/** Each model is a service of its own, since the process remembers runs. */
	private readonly seed = ++models;

	add(window: ModelRun['window'], more: Partial<ModelRun> = {}): ModelRun {
		const run: ModelRun = {
			id: `run-${this.runs.length + 1}`,
			window,
			shownStart: window.start,
			createdAt: this.now + this.late,
			status: 'inProgress',
			isBackfill: false,
			...more,
		};
		this.runs.push(run);
		return run;
	}

	end(status: 'success' | 'failed'): void {
		for (const run of this.runs) if (run.status === 'inProgress') run.status = status;
	}

	/** How often a file was ingested, without backfills. */
	timesIngested(file: number, withBackfills = true): number {
		return this.runs.filter(
			({ status, window, isBackfill }) =>
				status === 'success' &&
				(withBackfills || !isBackfill) &&
				file > window.start &&
				file <= window.end,
		).length;
	}

	private isVisible({ createdAt }: ModelRun): boolean {
		return this.now >= createdAt + (this.options.lag ?? 0) || (this.options.lag ?? 0) === 0;
	}

	private shown(run: ModelRun): RawRun {
		const { id, status, window, shownStart, createdAt } = run;
		const isOver = status !== 'inProgress';
		const extensions = { windowStart: shownStart, windowEnd: window.end };
		return {
			id,
			flowId: 'flow',
			createdAt,
			updatedAt: createdAt,
			metrics: {
				durationSummary: {
					...(isOver && this.options.showsWindows && { extensions }),
					startedAtUTC: createdAt,
					...(isOver && { completedAtUTC: createdAt + 1_000 }),
				},
				recordSummary: isOver ? { inputRecordCount: 1, outputRecordCount: 1 } : {},
				statusSummary: { status },
			},
		};
	}

	private reply({ method, path, query = [], body }: Request): Outcome {
		const items = (...found: object[]) => answer(200, { items: found });
		if (/\/flows(\/|$)/.test(path)) {
			const { frequency = 'once' } = this.options;
			const scheduleParams = { startTime: this.start / 1000, frequency, interval: 1 };
			return items({ id: 'flow', name: 'Model', state: this.state, scheduleParams });
		}
		if (method === 'POST') return this.posting(path, body);
		const id = /\/runs\/([^/]+)$/.exec(path)?.[1];
		const visible = this.runs.filter((run) => this.isVisible(run));
		if (id) {
			const run = visible.find((one) => one.id === id);
			return run ? items(this.shown(run)) : answer(404);
		}
		const limit = Number(query.find(([name]) => name === 'limit')?.[1] ?? 100);
		const newestFirst = [...visible].sort((a, b) => b.createdAt - a.createdAt);
		return items(...newestFirst.slice(0, limit).map((run) => this.shown(run)));
	}

	private posting(path: string, body: Request['body']): Outcome {
		this.posted.push(path.replace(/^.*\/flowservice/, ''));
		const failed = this.runs.find(({ id }) => path.includes(`/${id}/action`));
		if (failed) {
			const { window, shownStart, isBackfill } = failed;
			return answer(200, { id: this.add(window, { shownStart, isBackfill }).id });
		}
		const sent = typeof body === 'function' ? body() : body;
		const { windowStartTime, windowEndTime } = (
			sent as unknown as { params: Record<string, number> }
		).params as { windowStartTime: number; windowEndTime: number };
		const window = { start: windowStartTime * 1000, end: windowEndTime * 1000 };
		return answer(201, { id: this.add(window).id });
	}
}
