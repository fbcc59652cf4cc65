import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { benchNode, startClock } from './benchNode';
import { startProfile } from './profile';

/** Makes the items that the webhook was asked for, each with the same set of keys, and starts the clock. */
export class BenchItems implements INodeType {
	description = benchNode('benchItems', 'Bench Items');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [call] = this.getInputData();
		const { items, keys } = call?.json.body as { items: IDataObject[]; keys: IDataObject };
		const outputs = items.map((item) => ({
			json: { ...item, ...keys },
			pairedItem: { item: 0 },
		}));
		if (call?.json.query && (call.json.query as IDataObject).profile) await startProfile();
		startClock();
		return [outputs];
	}
}
