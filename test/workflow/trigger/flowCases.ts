/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { SeedRun } from '../../../local/adobe';
import { type Local, useLocalAdobe } from '../../support/adobe';
import { PolledWorkflow } from '../../support/poll';

const HOUR = 3_600_000;

/** What tests of events about dataflows share. */
export interface FlowCases {
	local: Local;
	connectionId(): string;
	/** @param frequency of its schedule, hourly by default */
	flow(name?: string, frequency?: 'hour' | 'once'): string;
	/** A run that ended a few minutes ago, by default with records. */
	ended(flowId: string, outcome?: SeedRun['outcome'], hoursAgo?: number): string;
	/** A successful run that found no file. */
	empty(flowId: string): string;
	watch(events: string[], more?: INodeParameters): PolledWorkflow;
	/** Requests whose path ends like this. */
	asked(path: string): number;
}

let count = 0;

/** A local Adobe with one connection, where nothing runs by itself. */
export function useFlowCases(): FlowCases {
	const local = useLocalAdobe({ runsBySchedule: false });
	let connectionId = '';
	beforeEach(() => {
		jest.spyOn(console, 'log').mockImplementation();
		connectionId = local.adobe.seedConnection({ name: 'Landing' }).id;
	});
	afterEach(() => jest.restoreAllMocks());
	return {
		local,
		connectionId: () => connectionId,
		flow(name = 'Orders', frequency = 'hour') {
			const startTime = Math.floor(Date.now() / 1000) - 86_400;
			const interval = frequency === 'once' ? {} : { interval: 1 };
			const schedule = { frequency, ...interval, startTime };
			const place = { path: '/acme-landing/stores/', type: 'folder' as const };
			return local.adobe.seedDataflow({ connectionId, name, schedule, ...place }).id;
		},
		ended(flowId, outcome = 'success', hoursAgo = 0.05) {
			const completedAt = Date.now() - hoursAgo * HOUR;
			const times = { startedAt: completedAt - 60_000, completedAt };
			return local.adobe.seedRun({ flowId, outcome, ...times }).id;
		},
		empty(flowId) {
			const completedAt = Date.now() - 1_000;
			const times = { startedAt: completedAt - 60_000, completedAt };
			return local.adobe.seedRun({ flowId, window: { start: 1, end: 2 }, ...times }).id;
		},
		watch: (events, more = {}) =>
			new PolledWorkflow(
				local.credential(),
				{ events, expectEvery: 2, ...more },
				`${events.join()} ${++count}`,
			),
		asked: (path) => local.adobe.journal.filter((call) => call.path.endsWith(path)).length,
	};
}

export async function passHours(hours: number): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, hours * HOUR);
	});
}

export const names = (items: IDataObject[]) => items.map(({ event, id }) => [event, id]);
