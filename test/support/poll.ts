/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests run the trigger by n8n's own poll context */
import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeTypes,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { AdobeExperiencePlatformTrigger } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatformTrigger.node';
import { CREDENTIAL, type CredentialStore } from './credentialStore';
import { additionalDataOf } from './engine';
import { type Cursor, DurablePollContext } from './newerPoll';

const ownTrigger = new AdobeExperiencePlatformTrigger();

const nodeTypes: INodeTypes = {
	getByName: () => ownTrigger,
	getByNameAndVersion: () => ownTrigger,
	getKnownTypes: () => ({}),
};

/** A workflow with the trigger in it, whose polls the test makes. */
export class PolledWorkflow {
	private workflow: Workflow;

	/** Of n8n 2.41's durable cursors, if the test has them. */
	private cursor?: Cursor;

	private trigger = ownTrigger;

	constructor(
		private readonly credentials: CredentialStore,
		private parameters: INodeParameters = {},
		private readonly id = 'polled',
		private readonly name = 'Trigger',
	) {
		this.workflow = this.load({});
	}

	/** One poll, as n8n's schedule or, in mode `manual`, its editor makes it. */
	async poll(mode: WorkflowExecuteMode = 'trigger'): Promise<IDataObject[]> {
		const additionalData = additionalDataOf(this.credentials);
		const context = new PollContext(this.workflow, this.node(), additionalData, mode, 'activate');
		const output = await this.trigger.poll.call(context);
		return (output?.[0] ?? []).map(({ json }) => json);
	}

	/** A poll that n8n's durable scheduler gives up: what it returns and remembers counts for nothing. */
	async abandonedDurablePoll(): Promise<void> {
		const cursor = copy({ ...this.cursor });
		await this.durablePoll();
		this.cursor = cursor as Cursor;
	}

	/** One poll of n8n 2.41's durable scheduler with durable cursors. */
	async durablePoll(isActivation = false, budget = 36_000): Promise<IDataObject[]> {
		const cursor = (this.cursor ??= { stored: this.nodeData() });
		const additionalData = additionalDataOf(this.credentials);
		const { workflow } = this;
		const activation = isActivation ? 'activate' : 'update';
		const context = new DurablePollContext(
			budget,
			workflow,
			this.node(),
			additionalData,
			'trigger',
			activation,
		);
		context.snapshot = copy(cursor.stored ?? {});
		const output = await this.trigger.poll.call(context);
		if (output !== null || !isActivation) cursor.stored = copy(context.snapshot);
		return (output?.[0] ?? []).map(({ json }) => json);
	}

	/** n8n loads the workflow from what it has stored, with other parameters: somebody has saved it. */
	saveAs(parameters: INodeParameters, stored = this.save()): void {
		this.parameters = parameters;
		this.restart(stored);
	}

	private nodeData(): IDataObject {
		return (this.save()[`node:${this.name}`] ?? {}) as IDataObject;
	}

	/** What n8n would store of the workflow now. */
	save(): IDataObject {
		return JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}

	/**
	 * n8n starts anew with what it had stored.
	 * @param trigger the code as a new process loads it; default: the process goes on
	 */
	restart(stored: IDataObject, trigger = this.trigger): void {
		this.trigger = trigger;
		this.workflow = this.load(JSON.parse(JSON.stringify(stored)) as IDataObject);
	}

	private load(staticData: IDataObject): Workflow {
		const { id } = this;
		const nodes = [this.node()];
		return new Workflow({ id, nodes, connections: {}, active: true, nodeTypes, staticData });
	}

	private node(): INode {
		return {
			id: 'Trigger',
			name: this.name,
			type: 'trigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: { events: ['failed'], ...this.parameters },
			credentials: { [CREDENTIAL]: { id: '1', name: 'Adobe' } },
		};
	}
}

function copy(data: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(data)) as IDataObject;
}
