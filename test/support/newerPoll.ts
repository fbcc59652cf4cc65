import { PollContext } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';

/** What n8n 2.41 keeps of a poll node with durable cursors, in a row of its own. */
export interface Cursor {
	stored?: IDataObject;
}

/**
 * n8n 2.41's poll context with durable cursors: each poll gets a copy of the stored cursor, which n8n stores
 * again after a scheduled poll, and not after the one at activation.
 */
export class DurablePollContext extends PollContext {
	snapshot: IDataObject = {};

	constructor(
		private readonly budget: number,
		...args: ConstructorParameters<typeof PollContext>
	) {
		super(...args);
	}

	getPollBudgetMs = () => this.budget;

	override getWorkflowStaticData(type: string): IDataObject {
		return type === 'node' ? this.snapshot : super.getWorkflowStaticData(type);
	}
}
