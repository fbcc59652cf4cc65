/* eslint-disable @n8n/community-nodes/no-restricted-globals -- lets what is under way go on, in a test that is never part of the published package */
import { Cancelled } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import {
	emptyFlowMemory,
	type FlowMemory,
} from '../../../nodes/AdobeExperiencePlatform/trigger/flowMemory';
import { FlowWatch } from '../../../nodes/AdobeExperiencePlatform/trigger/flowWatch';
import type { Asking } from '../../../nodes/AdobeExperiencePlatform/trigger/pollReading';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

/** A service with dataflows that never ran. The poll's time ends while the runs of one of them are read. */
function askingOf(flows: string[], slow?: string): Asking {
	const read = async ({ path, query }: { path: string; query: Array<[string, string]> }) => {
		if (path.endsWith('/flows')) return { items: flows.map((id) => ({ id, state: 'enabled' })) };
		if (query.some(([, value]) => value === `flowId==${slow}`)) {
			await new Promise((resolve) => setImmediate(resolve));
			throw new Cancelled();
		}
		return { items: [] };
	};
	const execution = { serviceTime: NOW, timer: { now: () => NOW } };
	return { client: { read, execution }, readUntil: NOW + HOUR } as unknown as Asking;
}

it('reports each silence that it remembers as reported, also if the time of the poll ends', async () => {
	const before = { ...emptyFlowMemory(0), data: { a: 1, b: 2, c: 3 } };
	const watch = { dataflowId: '', events: ['noData'] as const, limit: 50, patience: HOUR };
	const poll = async (memory: FlowMemory, slow?: string) => {
		const flows = new FlowWatch(askingOf(['a', 'b', 'c'], slow), watch, memory);
		const items = await flows.report(50, true);
		return { ids: items.map(({ dataflowId }) => dataflowId), memory: flows.notes.memory(false) };
	};
	const cut = await poll(before, 'b');
	expect(cut.ids).toEqual(['a', 'c']);
	const next = await poll({ ...before, ...cut.memory });
	expect(next.ids).toEqual(['b']);
});
