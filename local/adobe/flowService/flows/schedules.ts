/** Where the schedule of a dataflow stands. */
export interface ScheduleState {
	/** when its newest run was due, epoch milliseconds */
	lastDue?: number;
	/** end of the window of that run, epoch milliseconds: the next one begins there */
	windowEnd?: number;
	/** end of the first of the failed runs in a row, epoch milliseconds */
	failingSince?: number;
	/** end of the newest run that was judged, epoch milliseconds */
	judgedAt?: number;
	/** takes back the run that is due next */
	cancel?: () => void;
}

/** The schedules of all dataflows, by id. */
export class Schedules {
	private byFlow = new Map<string, ScheduleState>();

	of(flowId: string): ScheduleState {
		const state = this.byFlow.get(flowId) ?? {};
		this.byFlow.set(flowId, state);
		return state;
	}

	forget(flowId: string): void {
		this.byFlow.get(flowId)?.cancel?.();
		this.byFlow.delete(flowId);
	}
}
