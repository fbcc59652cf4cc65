import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { benchNode, stopClock } from './benchNode';
import { endProfile } from './profile';

/** Stops the clock and counts what came out: one item, since n8n keeps what a webhook answers. */
export class BenchTally implements INodeType {
	description = benchNode('benchTally', 'Bench Tally');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const spent = stopClock();
		await endProfile();
		const items = this.getInputData();
		const failures = items.filter(({ json, error }) => json.error !== undefined || error);
		const [first] = failures;
		return [
			[
				{
					json: {
						...spent,
						items: items.length,
						failed: failures.length,
						...(first && { firstFailure: JSON.stringify(first.json.error).slice(0, 300) }),
					},
					pairedItem: { item: 0 },
				},
			],
		];
	}
}
