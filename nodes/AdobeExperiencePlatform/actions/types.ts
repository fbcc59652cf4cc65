import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { FlowService, ItemScope } from '../flowService';
import type { ItemParameters } from './itemParameters';

/** What one item asks for, read from its parameters and found good. Nothing is sent yet. */
export interface Task {
	/** Tasks of one line run one after another in the order of their items; undefined means alone. */
	line?: string;
	/** Values of this item that must appear in no message. */
	secrets: string[];
	/** Things the user should know although they are no errors. */
	hints?: string[];
	/** Does it, and returns the item's outputs. */
	run(service: FlowService, item: ItemScope): Promise<IDataObject[]>;
}

/** One entry of the operation list with its parameters. */
export interface Operation {
	properties: INodeProperties[];
	/** @throws Refusal where the parameters are not good */
	prepare(parameters: ItemParameters): Task;
}
