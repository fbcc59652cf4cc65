import type { ApiClient } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import { dataflowOutputs } from '../../../nodes/AdobeExperiencePlatform/dataflow/get.operation';

const START = Date.UTC(2026, 0, 1);
const nothing = { read: async () => ({ items: [] }) } as unknown as ApiClient;

describe('A simplified dataflow', () => {
	it.each<[what: string, last: object]>([
		['that has not ended, with 0 for its end', { completedAtUTC: 0, startedAtUTC: START }],
		['whose times are text', { completedAtUTC: '2026-01-01T00:00:00Z' }],
		['whose times are seconds', { completedAtUTC: START / 1_000 }],
	])('shows the time of a last run %s', async (_what, last) => {
		const flow = { id: 'f', lastRunDetails: { id: 'r', state: 'inProgress', ...last } };
		const [output] = await dataflowOutputs(nothing, [flow], true);
		expect(output?.lastRunAt).toBe('2026-01-01T00:00:00.000Z');
	});
});
