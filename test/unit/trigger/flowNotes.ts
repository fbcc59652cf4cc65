import {
	emptyFlowMemory,
	FlowNotes,
} from '../../../nodes/AdobeExperiencePlatform/trigger/flowMemory';

export const HOUR = 3_600_000;
export const NOW = Date.parse('2026-06-01T00:00:00Z');

export function run(
	id: string,
	hour: number,
	status: string,
	outputRecordCount = 1,
	flowId = 'flow',
) {
	const at = NOW + hour * HOUR;
	const durationSummary = { startedAtUTC: at, completedAtUTC: at };
	const recordSummary = { inputRecordCount: outputRecordCount, outputRecordCount };
	const metrics = { durationSummary, recordSummary, statusSummary: { status } };
	return { id, flowId, createdAt: at, metrics };
}

export function notesOf(...runs: Array<ReturnType<typeof run>>): FlowNotes {
	const notes = new FlowNotes(emptyFlowMemory(NOW));
	for (const one of runs) notes.take(one, NOW + 1_000 * HOUR);
	return notes;
}
