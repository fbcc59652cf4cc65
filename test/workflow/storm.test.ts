import { inVirtualTime } from '../support/virtualTime';
import { stormOfCreates, stormOfUpdates, type StormResult } from '../../tools/storm/storm';

// `npm run storm` does the same with more seeds and with pauses that the service asks for.
const options = { items: 1_000, faults: 0.2, concurrency: 50, pauses: false };

describe('In a storm in which one call in five fails, half of the failed writes carried out,', () => {
	let creates: StormResult;
	let updates: StormResult;

	beforeAll(async () => {
		creates = await inVirtualTime(async () => await stormOfCreates({ ...options, seed: 1 }));
		updates = await inVirtualTime(async () => await stormOfUpdates({ ...options, seed: 2 }));
	}, 420_000);

	it('1,000 creates make 1,000 connections, none twice and none that nobody knows of', () => {
		expect(creates).toMatchObject({
			asked: 1_000,
			succeeded: 1_000,
			failed: 0,
			exist: 1_000,
			doubled: 0,
			orphaned: 0,
			lost: 0,
			errors: [],
		});
	});

	it('1,000 updates of 200 connections end with the last set of each', () => {
		expect(updates).toMatchObject({
			asked: 1_000,
			succeeded: 1_000,
			failed: 0,
			exist: 200,
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
			expect(faults / calls).toBeGreaterThan(0.15);
			expect(faults / calls).toBeLessThan(0.25);
			// Drawn by chance, some 180 times: four standard deviations below what is to be expected.
			expect(appliedAllTheSame / failedWrites).toBeGreaterThan(0.3);
			expect(appliedAllTheSame / failedWrites).toBeLessThan(0.65);
		}
	});
});
