import type { Dataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import {
	healthOf,
	isOnlyLoad,
	pastOf,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/health';
import type { RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';

const HOUR = 3_600_000;
const NOW = Date.parse('2030-01-31T12:00:00Z');
const hourly: Dataflow = { id: 'f', scheduleParams: { frequency: 'hour', interval: 1 } };
const once: Dataflow = { id: 'f', scheduleParams: { frequency: 'ONCE' } };

/** A run that ended some hours ago. */
function ended(hours: number, status: string, outputRecordCount: number): RawRun {
	const completedAtUTC = NOW - hours * HOUR;
	return {
		id: `r${hours}`,
		createdAt: completedAtUTC,
		metrics: {
			statusSummary: { status },
			durationSummary: { completedAtUTC },
			recordSummary: { inputRecordCount: outputRecordCount, outputRecordCount },
		},
	};
}

describe('Without any run that was read', () => {
	it.each([
		[true, 'neverRan'],
		[false, 'notChecked'],
	])('and all runs read: %s, a dataflow is %s', (isAll, health) => {
		expect(healthOf(hourly, pastOf([], isAll), HOUR, NOW)).toBe(health);
	});

	it.each([[true], [false]])('a disabled one is disabled all the same', (isAll) => {
		const flow = { ...hourly, state: 'disabled' };
		expect(healthOf(flow, pastOf([], isAll), HOUR, NOW)).toBe('disabled');
	});
});

describe('An only load', () => {
	it.each<[what: string, runs: RawRun[], isOnly: boolean]>([
		['one successful run with records', [ended(30, 'success', 5)], true],
		['one after a failure', [ended(30, 'success', 5), ended(31, 'failed', 0)], true],
		['one before a failure', [ended(29, 'failed', 0), ended(30, 'success', 5)], true],
		['no run', [], false],
		['a failed run', [ended(30, 'failed', 0)], false],
		['a run without records', [ended(30, 'success', 0)], false],
		['two loads', [ended(30, 'success', 5), ended(31, 'success', 5)], false],
		['a later run without records', [ended(2, 'success', 0), ended(31, 'success', 5)], false],
		['a run under way', [ended(30, 'inProgress', 5)], false],
	])('is %s: %#', (_what, runs, isOnly) => {
		expect(isOnlyLoad(once, runs)).toBe(isOnly);
		expect(isOnlyLoad(hourly, runs)).toBe(false);
		expect(isOnlyLoad({ id: 'f' }, runs)).toBe(false);
	});
});
