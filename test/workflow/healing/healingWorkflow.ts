import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { readExample } from '../../../local/demo';
import { type ExampleRun, runExample } from '../../support/exampleRun';
import type { Code } from '../../support/freshCode';
import { PolledWorkflow } from '../../support/poll';
import type { HealingLab } from './healingLab';

const example = readExample('keys-refused-heal.json');
const trigger = example.nodes.find(({ type }) => type.endsWith('Trigger'));

/** A published workflow with our trigger, and what n8n keeps of it. */
export class WatchingWorkflow {
	/** every item that the trigger reported, in order */
	readonly reported: IDataObject[] = [];
	private readonly polled: PolledWorkflow;
	private stored: IDataObject = {};

	/** @param isDurable whether n8n polls by its durable scheduler, with durable cursors */
	constructor(
		{ credentials }: HealingLab,
		id: string,
		private readonly isDurable: boolean,
		parameters: INodeParameters,
	) {
		this.polled = new PolledWorkflow(credentials, parameters, id);
	}

	/** The first poll, at the activation, starts from now; n8n stores its memory. */
	async activate(): Promise<void> {
		expect(await this.pollOnce(true)).toEqual([]);
		this.stored = this.polled.save();
	}

	/** n8n stores what the trigger remembers with the items. */
	async poll(): Promise<IDataObject[]> {
		const items = await this.pollOnce();
		if (items.length > 0) this.stored = this.polled.save();
		this.reported.push(...items);
		return items;
	}

	/** A poll that n8n gave up: what it returned and remembered is lost. */
	async abandonedPoll(): Promise<void> {
		if (this.isDurable) {
			await this.polled.abandonedDurablePoll();
			return;
		}
		await this.polled.poll();
		this.polled.restart(this.stored);
	}

	/** n8n starts anew in another process: only what was stored outlives it. */
	restart(code: Code): void {
		this.polled.restart(this.stored, code.trigger);
	}

	private async pollOnce(isActivation = false): Promise<IDataObject[]> {
		return this.isDurable ? await this.polled.durablePoll(isActivation) : await this.polled.poll();
	}
}

/** The healing example, published. */
export class HealingWorkflow extends WatchingWorkflow {
	readonly messages: string[] = [];
	/** runs that the messages are about */
	readonly told: string[] = [];
	readonly hints: string[] = [];
	/** key updates for a connection of which a run failed because of its credentials */
	keyUpdates = 0;
	private node?: Code['node'];

	constructor(
		private readonly lab: HealingLab,
		id: string,
		isDurable = false,
	) {
		super(lab, id, isDurable, trigger?.parameters as INodeParameters);
	}

	/** One poll, and the execution that n8n starts with what it reported. */
	async pollAndHeal(): Promise<void> {
		const items = await this.poll();
		if (items.length > 0) await this.heal(items);
	}

	override restart(code: Code): void {
		super.restart(code);
		this.node = code.node;
	}

	private async heal(items: IDataObject[]): Promise<void> {
		const { lab, node } = this;
		const answer = () => lab.newKeys();
		const run = await runExample(lab.credentials, example, items, answer, { node });
		this.note(items, run);
	}

	private note(items: IDataObject[], run: ExampleRun): void {
		const messages = run.itemsOf('Say what went wrong');
		const said = messages.map(({ message }) => String(message));
		this.messages.push(...said);
		this.told.push(...messages.map(({ runId }) => String(runId)));
		this.hints.push(...run.hints);
		this.keyUpdates += run
			.itemsOf('Put them into the connection')
			.filter(({ id }) =>
				items.some((item) => item.baseConnectionId === id && item.cause === 'credentials'),
			).length;
		// Somebody hears of each of them: the execution fails with all.
		expect(run.error).toBe(said.length > 0 ? said.join('\n\n') : undefined);
	}
}
