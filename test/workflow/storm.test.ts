import { inVirtualTime } from '../support/virtualTime';
import { stormOfCreates, stormOfUpdates, type StormResult } from '../../tools/storm/storm';

// `npm run storm` does the same with 1,000 items, more seeds and pauses that the service asks for.
const options = { items: 150, faults: 0.2, concurrency: 50, pauses: false };

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	let creates: StormResult;
	let updates: StormResult;

	beforeAll(async () => {
		creates = await inVirtualTime(async () => await stormOfCreates({ ...options, seed: 1 }));
		updates = await inVirtualTime(async () => await stormOfUpdates({ ...options, seed: 2 }));
	}, 420_000);

	it('150 creates make 150 connections, none twice and none that nobody knows of', () => {
		expect(creates).toMatchObject({
			asked: 150,
			succeeded: 150,
			failed: 0,
			exist: 150,
			doubled: 0,
			orphaned: 0,
			lost: 0,
			errors: [],
		});
	});

	it('150 updates of 30 connections end with the last set of each', () => {
		expect(updates).toMatchObject({
			asked: 150,
			succeeded: 150,
			failed: 0,
			exist: 30,
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
			expect(faults / calls).toBeGreaterThan(0.1);
			expect(faults / calls).toBeLessThan(0.3);
			expect(appliedAllTheSame / failedWrites).toBeGreaterThan(0.1);
			expect(appliedAllTheSame / failedWrites).toBeLessThan(0.85);
		}
	});
});
