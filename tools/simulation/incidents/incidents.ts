/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a simulation in virtual time */
import type { LocalAdobe } from '../../../local/adobe';
import { Random } from '../../../local/adobe/random';
import { credentialData } from '../../../test/support/adobe';
import { CredentialStore } from '../../../test/support/credentialStore';
import { runNode } from '../../../test/support/engine';
import { PolledWorkflow } from '../../../test/support/poll';
import { faultPlan } from '../../storm/faultPlan';
import { incidentBooks, type Entry, type IncidentBooks, type Reported } from './books';
import { courseOf, DAY, EXPECT_HOURS, HOUR, PERIOD, type Phase } from './plan';

export interface IncidentPlan {
	days: number;
	dataflows: number;
	seed: number;
	/** Adobe disables a dataflow that has failed for so many days. */
	disableAfterDays: number;
	/** whether n8n polls by its durable scheduler, with durable cursors */
	isDurable: boolean;
}

const POLL_EVERY = HOUR / 2;
/** Share of calls that fail. */
const FAULTS = 0.1;
/** n8n starts anew after so many polls; only what it has stored outlives that. */
const RESTART_EVERY = 37;
/** A list leaves a new run out now and then. */
const LEFT_OUT = 0.03;
/** A poll may fail, and one list may leave a run out. */
const SLACK = 6 * POLL_EVERY;

interface Dataflow {
	id: string;
	/** Minutes after the others. */
	offset: number;
	course: Phase[];
	/** Runs of the present phase so far. */
	done: number;
	nextAt: number;
	entries: Entry[];
	isEnabled: boolean;
}

/** Some weeks in which dataflows fail, fall silent, are disabled and recover, and one trigger watches them. */
export class Incidents {
	private readonly random: Random;

	private readonly flows: Dataflow[] = [];

	private readonly reported: Reported[] = [];

	private readonly polled: PolledWorkflow;

	private stored = {};

	failedPolls = 0;

	/** Dataflows that Adobe disabled since they failed for so long. */
	disabledByAdobe = 0;

	constructor(
		private readonly adobe: LocalAdobe,
		private readonly plan: IncidentPlan,
	) {
		const { seed, isDurable } = plan;
		this.random = new Random(seed);
		const parameters = {
			events: ['failed', 'noData', 'recovered', 'disabled'],
			expectEvery: EXPECT_HOURS,
		};
		const store = new CredentialStore(credentialData(adobe));
		this.polled = new PolledWorkflow(store, parameters, `incidents ${seed} ${isDurable}`);
	}

	async run(): Promise<IncidentBooks> {
		const { adobe, plan, polled } = this;
		adobe.set({ disableAfterDays: plan.disableAfterDays, runsBySchedule: false });
		this.makeDataflows();
		await pass(POLL_EVERY);
		if (plan.isDurable) await polled.durablePoll(true);
		else await polled.poll();
		this.stored = polled.save();
		const begun = Date.now();
		for (const flow of this.flows) flow.nextAt = begun + flow.offset;
		this.goWrong();
		const end = begun + plan.days * DAY;
		for (let count = 1; Date.now() < end; count++) {
			await pass(POLL_EVERY);
			for (const flow of this.flows) await this.happen(flow);
			if (count % RESTART_EVERY === 0 && !plan.isDurable) polled.restart(this.stored);
			await this.poll();
		}
		for (let quiet = 0; quiet < 4; quiet++) {
			await pass(1_000);
			await this.poll();
		}
		this.requireKnownRuns();
		const byFlow = new Map(this.flows.map(({ id, entries }) => [id, entries]));
		return incidentBooks(byFlow, this.reported, { begun, end: Date.now(), slack: SLACK });
	}

	/** A run that the entries do not have can end or begin an incident that nobody expects. */
	private requireKnownRuns(): void {
		const known = new Set(this.flows.flatMap(({ entries }) => entries.map(({ runId }) => runId)));
		const others = this.adobe.runs().filter(({ id }) => !known.has(id));
		if (others.length === 0) return;
		const some = others.slice(0, 3).map(({ id, flowId }) => `${id} of ${flowId}`);
		throw new Error(
			`The service has runs that the simulation did not put in (${others.length}): ${some.join(', ')}`,
		);
	}

	private goWrong(): void {
		const { seed } = this.plan;
		const faults = faultPlan({ share: FAULTS, seed, long: false, path: '/flowservice/' });
		this.adobe.set({ faults });
	}

	private makeDataflows(): void {
		const { adobe, plan, random } = this;
		const { id: connectionId } = adobe.seedConnection({ name: 'Landing' });
		const startTime = Math.floor(Date.now() / 1000) - 86_400;
		const runs = (plan.days * DAY) / PERIOD;
		const longOutage = (plan.disableAfterDays * DAY) / PERIOD + 2;
		for (let index = 0; index < plan.dataflows; index++) {
			const { id } = adobe.seedDataflow({
				connectionId,
				name: `Flow ${index}`,
				path: `/acme-landing/flow-${index}/`,
				type: 'folder',
				schedule: { frequency: 'hour', interval: 4, startTime },
			});
			const course = courseOf(random, index, runs, longOutage);
			const offset = Math.floor(random.next() * PERIOD);
			this.flows.push({ id, offset, course, done: 0, nextAt: 0, entries: [], isEnabled: true });
		}
	}

	private async poll(): Promise<void> {
		const { polled, plan } = this;
		const polling = plan.isDurable ? polled.durablePoll() : polled.poll();
		const items = await polling.catch(() => {
			this.failedPolls++;
			return [];
		});
		const at = Date.now();
		this.reported.push(...items.map((item) => ({ at, item })));
		// n8n stores the memory with the execution that it starts.
		if (items.length > 0) this.stored = polled.save();
	}

	/** What is due at a dataflow by now. */
	private async happen(flow: Dataflow): Promise<void> {
		while (flow.nextAt <= Date.now()) {
			const [phase] = flow.course;
			if (!phase) return;
			await this.step(flow, phase, flow.nextAt);
			flow.nextAt += PERIOD;
			if (++flow.done < phase.runs) continue;
			flow.course.shift();
			flow.done = 0;
		}
	}

	private async step(flow: Dataflow, phase: Phase, at: number): Promise<void> {
		if (phase.kind === 'disabled' && flow.isEnabled) await this.setEnabled(flow, false);
		if (phase.kind !== 'disabled' && !flow.isEnabled && phase.kind !== 'failing') {
			await this.setEnabled(flow, true);
		}
		if (!flow.isEnabled || phase.kind === 'stopped') return;
		const { adobe, random } = this;
		const times = { startedAt: at - 60_000, completedAt: at };
		const how =
			phase.kind === 'failing'
				? { outcome: phase.cause }
				: phase.kind === 'empty'
					? { window: { start: 1, end: 2 } }
					: { outcome: 'success' as const };
		const run = adobe.seedRun({ flowId: flow.id, ...times, ...how });
		const words = { healthy: 'written', empty: 'empty', failing: 'failed' } as const;
		flow.entries.push({ at, what: words[phase.kind as keyof typeof words], runId: run.id });
		if (random.next() < LEFT_OUT) adobe.leaveOut(run.id);
		if (adobe.flows().find(({ id }) => id === flow.id)?.state === 'disabled') {
			flow.isEnabled = false;
			this.disabledByAdobe++;
			flow.entries.push({ at: Date.now(), what: 'disabled' });
		}
	}

	/** A person does it, at a good moment. */
	private async setEnabled(flow: Dataflow, isEnabled: boolean): Promise<void> {
		this.adobe.set({ faults: [] });
		const credentials = new CredentialStore(credentialData(this.adobe));
		const dataflowId = { __rl: true, mode: 'id', value: flow.id };
		const operation = isEnabled ? 'enable' : 'disable';
		const { error } = await runNode(credentials, {
			parameters: { resource: 'dataflow', operation, dataflowId },
		});
		if (error) throw error;
		this.goWrong();
		flow.isEnabled = isEnabled;
		flow.entries.push({ at: Date.now(), what: isEnabled ? 'enabled' : 'disabled' });
	}
}

async function pass(ms: number): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
}
