import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { SeedRun } from '../../../local/adobe';
import type { Local } from '../../support/adobe';
import { runNode } from '../../support/engine';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const LONG_AGO = Math.floor((Date.now() - 90 * DAY) / 1000);
export const HOURLY = { frequency: 'hour', interval: 1, startTime: LONG_AGO };

interface FlowOptions {
	schedule?: IDataObject;
	connectionId?: string;
}

/** Dataflows with runs, and Check Health of them. */
export function healthOn(local: Local) {
	return {
		async check(more: INodeParameters = {}) {
			const { json, error, hints } = await runNode(local.credential(), {
				parameters: { resource: 'dataflow', operation: 'getHealth', returnAll: true, ...more },
			});
			if (error) throw error;
			return { json, hints: hints.map(({ message }) => message) };
		},

		flow(name: string, more: FlowOptions = {}): string {
			const { connectionId = local.adobe.seedConnection({ name: 'Landing' }).id } = more;
			const startTime = Math.floor((Date.now() - 90 * DAY) / 1000);
			const schedule = more.schedule ?? { frequency: 'once', startTime };
			const seed = { connectionId, name, path: '/acme-landing/stores/', type: 'folder' as const };
			return local.adobe.seedDataflow({ ...seed, schedule }).id;
		},

		/** A run that ended this many hours ago. */
		ended(flowId: string, hours: number, outcome: SeedRun['outcome'] = 'success'): number {
			const completedAt = Math.floor(Date.now() - hours * HOUR);
			local.adobe.seedRun({ flowId, outcome, startedAt: completedAt - 60_000, completedAt });
			return completedAt;
		},

		/** A successful run without files. */
		foundNothing(flowId: string, hours: number): void {
			const completedAt = Math.floor(Date.now() - hours * HOUR);
			const startedAt = completedAt - 60_000;
			local.adobe.seedRun({ flowId, startedAt, completedAt, window: { start: 1, end: 2 } });
		},
	};
}
