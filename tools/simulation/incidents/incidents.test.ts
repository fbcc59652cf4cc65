/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time */
import { useLocalAdobe } from '../../../test/support/adobe';
import { Incidents } from './incidents';
import { HOUR } from './plan';

// The service's own schedule would run each dataflow every four hours.
const local = useLocalAdobe();
beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const PLAN = { days: 1, dataflows: 2, seed: 1, disableAfterDays: 30, isDurable: false };

it('has no run but those that it puts in', async () => {
	const put = jest.spyOn(local.adobe, 'seedRun');
	await expect(new Incidents(local.adobe, PLAN).run()).resolves.toMatchObject({ falseAlarms: [] });
	expect(put).toHaveBeenCalled();
	expect(local.adobe.runs()).toHaveLength(put.mock.calls.length);
});

it('does not count when the service has runs that it did not put in', async () => {
	const other = () => {
		const [flow] = local.adobe.flows();
		local.adobe.seedRun({ flowId: String(flow?.id), outcome: 'success' });
	};
	setTimeout(other, 12 * HOUR);
	await expect(new Incidents(local.adobe, PLAN).run()).rejects.toThrow(
		'The service has runs that the simulation did not put in (1): ',
	);
});
