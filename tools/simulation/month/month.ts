import type { INodeParameters } from 'n8n-workflow';
import type { Flow, Run, RunFault, Settings } from '../../../local/adobe';
import { Random } from '../../../local/adobe/random';
import { DAY, type HealingLab, HOUR, MINUTE } from '../../../test/workflow/healing/healingLab';
import { HealingWorkflow, WatchingWorkflow } from '../../../test/workflow/healing/healingWorkflow';
import { counted, countedFiles, type MonthBooks } from './books';
import { type Code, freshCode } from '../../../test/support/freshCode';

/** What a month is like. */
export interface MonthPlan {
	days: number;
	seed: number;
	settings: Partial<Settings>;
	/** whether n8n polls by its durable scheduler, with durable cursors */
	isDurable: boolean;
	/** whether what a person runs is run by another process than the workflows, as by another worker */
	hasWorker: boolean;
	/** share of polls that n8n abandons: what they return and remember is lost */
	abandoned: number;
}

const CONNECTIONS = 5;
const SCHEDULED = 14;
const ONCE = 6;
const POLL_EVERY = 30 * MINUTE;
const EVERY_FOUR_HOURS = { frequency: 'hour', interval: 4 };
/** AWS keys of this customer live for a day. */
const KEYS_LIVE = DAY;
/** Shares of runs that fail for other reasons than keys. */
const FAULTS: RunFault[] = [
	{ cause: 'network', rate: 0.012 },
	{ cause: 'unknown', rate: 0.012 },
	{ cause: 'path', rate: 0.007 },
	{ cause: 'file', rate: 0.006 },
	{ cause: 'records', rate: 0.006 },
	{ cause: 'limit', rate: 0.004 },
	{ cause: 'noFiles', rate: 0.003 },
];
const EVENTS = ['failed', 'keysRefused', 'partialSuccess', 'success'];

interface Dataflow {
	id: string;
	name: string;
	isOnce: boolean;
}

function isUnderWay({ state }: Run): boolean {
	return state === 'inProgress' || state === 'scheduled';
}

/** A customer with twenty dataflows, two healing workflows, and a person who reads the messages. */
export class Month {
	private readonly random: Random;
	private readonly healing: HealingWorkflow[];
	private readonly watching: WatchingWorkflow;
	private readonly dataflows: Dataflow[] = [];
	private readonly files = new Set<string>();
	private readonly hints: string[] = [];
	/** what a person still has to look after, by the run that a message named */
	private readonly worries = new Map<string, number>();
	private isOver = false;
	/** our node as the one process has loaded it since it started anew */
	private node?: Code['node'];
	private restarts = 0;
	private abandonedPolls = 0;

	constructor(
		private readonly lab: HealingLab,
		private readonly plan: MonthPlan,
	) {
		this.random = new Random(plan.seed);
		const { seed, settings, isDurable } = plan;
		const name = `month ${seed} ${settings.runForm} ${isDurable}`;
		this.healing = [1, 2].map(
			(number) => new HealingWorkflow(lab, `${name} healing ${number}`, isDurable),
		);
		this.watching = new WatchingWorkflow(lab, `${name} watching`, isDurable, { events: EVENTS });
	}

	private get all(): WatchingWorkflow[] {
		return [...this.healing, this.watching];
	}

	async run(): Promise<MonthBooks> {
		const { lab, plan } = this;
		await this.begin();
		lab.adobe.set({ runFaults: FAULTS });
		const end = Date.now() + plan.days * DAY;
		while (Date.now() < end) {
			await this.filesArrive();
			await lab.pass(POLL_EVERY);
			await this.everybodyActs();
		}
		// Then nothing new comes, nothing goes wrong any more, and everybody finishes what there is to do.
		this.isOver = true;
		lab.adobe.set({ runFaults: [] });
		for (let round = 0; round < DAY; round += 3 * HOUR) {
			await lab.pass(3 * HOUR);
			await this.everybodyActs();
		}
		await this.everybodyFinishes();
		await this.somebodyRunsNow(1);
		await this.everybodyFinishes();
		return this.books();
	}

	/** Until no run is under way, and two rounds have passed in which nobody heard of anything or had anything to do. */
	private async everybodyFinishes(): Promise<void> {
		const { lab, all, worries } = this;
		const end = Date.now() + 3 * DAY;
		const heard = () => all.reduce((sum, { reported }) => sum + reported.length, 0);
		for (let quietRounds = 0; quietRounds < 2; ) {
			expect(Date.now()).toBeLessThan(end);
			const before = heard();
			await lab.pass(POLL_EVERY);
			await this.everybodyActs(false);
			const isDone = [...worries.values()].every((at) => at === Infinity);
			const isQuiet = heard() === before && isDone && !lab.adobe.runs().some(isUnderWay);
			quietRounds = isQuiet ? quietRounds + 1 : 0;
		}
	}

	private async begin(): Promise<void> {
		const { lab } = this;
		lab.keysLive = KEYS_LIVE;
		const { adobe } = lab;
		this.foreign.push(adobe.seedForeignFlow('internal'), adobe.seedForeignFlow('destination'));
		for (let number = 0; number < SCHEDULED + ONCE; number++) {
			const isOnce = number >= SCHEDULED;
			const connectionId = this.connectionOf(number);
			const name = `flow-${number}`;
			const schedule = isOnce ? { frequency: 'once' } : EVERY_FOUR_HOURS;
			this.dataflows.push({ id: lab.dataflow(connectionId, name, schedule), name, isOnce });
			// Not all at the same minute.
			await lab.pass(7 * MINUTE);
		}
		await lab.pass(HOUR);
		for (const workflow of this.all) await workflow.activate();
		for (const { id } of lab.adobe.runs()) this.before.add(id);
	}

	/** Flows that bring nothing in. */
	private readonly foreign: Flow[] = [];
	/** Runs that had finished before anybody watched. */
	private readonly before = new Set<string>();
	private readonly connectionIds: string[] = [];

	private connectionOf(number: number): string {
		const index = number % CONNECTIONS;
		// Their keys end at different hours.
		const made = () =>
			this.lab.connection(`bucket ${index}`, Date.now() + KEYS_LIVE - index * 4 * HOUR);
		return (this.connectionIds[index] ??= made());
	}

	private async filesArrive(): Promise<void> {
		for (const { name } of this.dataflows) {
			if (this.random.next() > 0.2) continue;
			this.files.add(await this.lab.file(name, String(this.files.size)));
		}
	}

	private async everybodyActs(isRunNow = true): Promise<void> {
		this.n8nMayRestart();
		if (!this.isOver) this.adobeIsOdd();
		if (isRunNow) await this.somebodyRunsNow(0.055);
		const polls = this.healing.map(
			async (one) => await this.unlessAbandoned(one, async () => await one.pollAndHeal()),
		);
		for (const one of await Promise.allSettled(polls)) {
			if (one.status === 'rejected') throw one.reason;
		}
		const { watching } = this;
		await this.unlessAbandoned(watching, async () => await watching.poll());
		this.noteWorries();
		await this.personRetries();
	}

	/** Three times a month, in another process. */
	private n8nMayRestart(): void {
		if (this.random.next() > 1 / 300) return;
		this.restarts++;
		const code = freshCode();
		for (const workflow of this.all) workflow.restart(code);
		if (!this.plan.hasWorker) this.node = code.node;
	}

	/** Lists leave a run out now and then, and hold the runs of others. */
	private adobeIsOdd(): void {
		const { adobe } = this.lab;
		const newest = adobe.runs().at(-1);
		if (newest && this.random.next() < 0.1) adobe.leaveOut(newest.id);
		if (this.random.next() > 0.1) return;
		const [flow] = this.foreign;
		this.foreign.reverse();
		adobe.seedRun({
			flowId: flow?.id ?? '',
			outcome: this.random.next() < 0.5 ? 'failed' : 'success',
			startedAt: Date.now() - 60_000,
			completedAt: Date.now() - 1_000,
		});
	}

	private async unlessAbandoned(
		workflow: WatchingWorkflow,
		work: () => Promise<unknown>,
	): Promise<void> {
		if (this.isOver || this.random.next() >= this.plan.abandoned) {
			await work();
			return;
		}
		this.abandonedPolls++;
		await workflow.abandonedPoll();
	}

	/** A workflow of the customer starts its dataflows with the schedule Once some times a day. */
	private async somebodyRunsNow(share: number): Promise<void> {
		for (const { id, isOnce } of this.dataflows) {
			if (!isOnce || this.random.next() > share) continue;
			await this.byHand({
				resource: 'run',
				operation: 'start',
				dataflowId: { __rl: true, mode: 'id', value: id },
				options: { wait: false },
			});
		}
	}

	/** A message reaches a person, who acts some hours later. */
	private noteWorries(): void {
		for (const { told } of this.healing) {
			for (const runId of told) {
				if (!this.worries.has(runId))
					this.worries.set(runId, Date.now() + (1 + 5 * this.random.next()) * HOUR);
			}
		}
	}

	private async personRetries(): Promise<void> {
		for (const [runId, at] of this.worries) {
			if (at > Date.now()) continue;
			this.worries.set(runId, Infinity);
			await this.byHand({ resource: 'run', operation: 'retry', runId });
		}
	}

	/** A refusal is an answer, too: a dataflow that is running already is not started. */
	private async byHand(parameters: INodeParameters): Promise<void> {
		const { hints } = await this.lab.byHand(parameters, this.node);
		this.hints.push(...hints.map(({ message }) => message));
	}

	private books(): MonthBooks {
		const { lab, healing, files } = this;
		const others = this.foreign.map(({ id }) => id);
		const finished = lab.adobe
			.runs()
			.filter(({ id, flowId }) => !this.before.has(id) && !others.includes(flowId));
		const failedRuns = finished.filter(({ state }) => state === 'failed').map(({ id }) => id);
		const idsOf = ({ reported }: WatchingWorkflow) => reported.map(({ id }) => String(id));
		const hints = [...this.hints, ...healing.flatMap((one) => one.hints)];
		const hintBooks = { hints, dataflows: this.dataflows, runs: lab.adobe.runs() };
		const failed: Record<string, number> = {};
		for (const { cause } of healing[0]?.reported ?? []) {
			failed[String(cause)] = (failed[String(cause)] ?? 0) + 1;
		}
		return {
			dataflows: this.dataflows.length,
			runs: finished.length,
			failed,
			reported: counted(
				finished.map(({ id }) => id),
				idsOf(this.watching),
			),
			heard: healing.map((one) => counted(failedRuns, idsOf(one))),
			files: countedFiles(files, lab.adobe.ingestions(), hintBooks),
			keyUpdates: lab.keyUpdates,
			keyUpdatesWithoutCause:
				lab.keyUpdates - healing.reduce((sum, { keyUpdates }) => sum + keyUpdates, 0),
			retries: lab.retries,
			messages: healing.reduce((sum, { messages }) => sum + messages.length, 0),
			hints: hints.length,
			others: lab.adobe.runs().length - finished.length - this.before.size,
			restarts: this.restarts,
			abandonedPolls: this.abandonedPolls,
		};
	}
}
