import { inVirtualTime } from '../support/virtualTime';
import { stormOfCreates, stormOfUpdates, type StormResult } from '../../tools/storm/storm';

// `npm run storm` does the same with 1,000 items, more seeds and pauses that the service asks for.
const options = { items: 300, faults: 0.2, concurrency: 50, pauses: false };

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	let creates: StormResult;
	let updates: StormResult;

	beforeAll(async () => {
		creates = await inVirtualTime(async () => await stormOfCreates({ ...options, seed: 1 }));
		updates = await inVirtualTime(async () => await stormOfUpdates({ ...options, seed: 2 }));
	}, 420_000);

	it('300 creates make 300 connections, none twice and none that nobody knows of', () => {
		expect(creates).toMatchObject({
			asked: 300,
			succeeded: 300,
			failed: 0,
			exist: 300,
			doubled: 0,
			orphaned: 0,
			lost: 0,
			errors: [],
		});
	});

	it('300 updates of 60 connections end with the last set of each', () => {
		expect(updates).toMatchObject({
			asked: 300,
			succeeded: 300,
			failed: 0,
			exist: 60,
			doubled: 0,
			lost: 0,
			errors: [],
		});
	});

	it('no secret shows up in what n8n stores', () => {
		expect([creates.secrets, updates.secrets]).toEqual([0, 0]);
	});

	it('the service really failed as often as it should', () => {
		for (const { faults, calls, failedWrites, appliedAllTheSame } of [creates, updates]) {
			// Drawn by chance: four standard deviations around what is to be expected.
			expect(faults / calls).toBeGreaterThan(0.14);
			expect(faults / calls).toBeLessThan(0.26);
			expect(appliedAllTheSame / failedWrites).toBeGreaterThan(0.2);
			expect(appliedAllTheSame / failedWrites).toBeLessThan(0.75);
		}
	});
});
