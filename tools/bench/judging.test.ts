import type { Case } from './cases';
import { HTTP_REQUEST, OUR_NODE, type Contender, type Job } from './contenders';
import type { CaseResult } from './results';
import { median, spread } from './statistics';
import { judge } from './targets';
import { TRIGGER_NAME } from './trigger';
import type { Turn } from './turn';

function turn(items: number, seconds: number, more: Partial<Turn> = {}): Turn {
	return {
		ms: seconds * 1000,
		cpuMs: 0,
		items,
		failed: 0,
		requests: items,
		imsRequests: 0,
		peakMemory: 500,
		isRight: true,
		...more,
	};
}

function result(
	part: Case['part'],
	job: Job,
	items: number,
	turns: Array<[contender: Contender, turn: Turn]>,
): CaseResult {
	const settings = { latencyMs: 50, rateLimit: null };
	const results = turns.map(([contender, taken]) => ({ contender, turns: [taken] }));
	return { part, job, items, settings, contenders: [], results };
}

/** Whether the only target that these cases have is met, and what was seen. */
function verdict(...cases: CaseResult[]): [boolean | undefined, string | undefined] {
	const [target, ...others] = judge({ cases });
	expect(others).toEqual([]);
	return [target?.isMet, target?.seen];
}

describe('The benchmark', () => {
	it('takes the middle turn, or the mean of the two in the middle', () => {
		expect(median([3, 1, 2])).toBe(2);
		expect(median([4, 1, 2, 3])).toBe(2.5);
		expect(spread([3, 1, 2])).toEqual([1, 3]);
	});

	it.each([
		[2, true],
		[1.9, false],
	])('asks for twice the rate of the HTTP Request node: %d times', (ratio, isMet) => {
		const beside = result('throughput', 'create', 1_000, [
			[OUR_NODE, turn(1_000, 2)],
			[HTTP_REQUEST, turn(1_000, 2 * ratio)],
		]);
		expect(verdict(beside)).toEqual([isMet, `${ratio.toFixed(2)} times`]);
	});

	it.each([
		[21, true],
		[22, false],
	])(
		'asks that ten times the items take at most 10.5 times as long: %d s beside 2 s',
		(s, isMet) => {
			const few = result('throughput', 'create', 1_000, [[OUR_NODE, turn(1_000, 2)]]);
			const many = result('throughput', 'create', 10_000, [[OUR_NODE, turn(10_000, s)]]);
			expect(verdict(few, many)[0]).toBe(isMet);
		},
	);

	it.each([
		[10.3, 0, true],
		[10.4, 0, false],
		[10.3, 1, false],
	])(
		'allows 1.15 times the least time under a limit and no failure: %d s, %d failed',
		(s, failed, isMet) => {
			const limited = result('limit', 'create', 200, [[OUR_NODE, turn(200, s, { failed })]]);
			expect(verdict(limited)[0]).toBe(isMet);
		},
	);

	it.each([
		[1_050, true],
		[1_051, false],
	])('asks for at most 1.05 requests for an update: %d for 1,000', (requests, isMet) => {
		const updates = result('throughput', 'update', 1_000, [
			[OUR_NODE, turn(1_000, 2, { requests })],
		]);
		expect(verdict(updates)[0]).toBe(isMet);
	});

	it.each([
		[840, true],
		[841, false],
	])('asks for at most 4.2 requests for a dataflow: %d for 200', (requests, isMet) => {
		const made = result('dataflow', 'dataflow', 200, [[OUR_NODE, turn(200, 9, { requests })]]);
		expect(verdict(made)[0]).toBe(isMet);
	});

	it.each([
		[12.3, true],
		[12.4, false],
	])('allows updates 0.65 of the time of a read and a write each: %d s', (s, isMet) => {
		const limited = result('limit', 'update', 200, [[OUR_NODE, turn(200, s)]]);
		expect(verdict(limited)[0]).toBe(isMet);
	});

	it('judges nothing that did not run', () => {
		expect(judge({ cases: [] })).toEqual([]);
	});

	it.each([
		['nothing missed', 20, { missed: 0, doubled: 0 }, [true, true]],
		['more than a request a poll', 21, { missed: 0, doubled: 0 }, [false, true]],
		['a missed run', 20, { missed: 1, doubled: 0 }, [true, false]],
		['a run told twice', 20, { missed: 0, doubled: 1 }, [true, false]],
	])('judges the trigger with %s', (_what, requests, told, expected) => {
		const row = { situation: '', watcher: TRIGGER_NAME, polls: 20, failedRuns: 3 };
		const other = { ...row, watcher: 'another', requests: 99, missed: 9, doubled: 9 };
		const watched = [{ ...row, requests, ...told }, other];
		expect(judge({ cases: [], watched }).map(({ isMet }) => isMet)).toEqual(expected);
	});
});
