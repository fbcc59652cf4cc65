import { mayBeSame, windowOf } from '../../../nodes/AdobeExperiencePlatform/run/windows';

const start = Date.parse('2026-11-24T12:00:00Z');
const end = start + 3_600_000;
const within = (windowStart: unknown, windowEnd: unknown) => ({
	durationSummary: { extensions: { windowStart, windowEnd } },
});

describe('The time window of a run', () => {
	it.each([
		['the run’s own metrics', { metrics: within(start, end) }],
		['an activity', { metrics: {}, activities: [{}, within(start, end)] }],
		['an activity, spelt otherwise', { activites: [within(start, end)] }],
		['seconds and texts', { metrics: within(start / 1000, String(end)) }],
		['the metrics before an activity', { metrics: within(start, end), activities: [within(1, 2)] }],
		['parts of both', { metrics: within(start, -1), activities: [within(undefined, end)] }],
	])('is read from %s', (_what, run) => {
		expect(windowOf({ id: '1', ...run })).toEqual({ start, end });
	});

	it.each([{}, { metrics: within(0, null) }, { metrics: undefined, activities: [null] }])(
		'is not known from %j',
		(run) => {
			expect(windowOf({ id: '1', ...run })).toEqual({ start: null, end: null });
		},
	);

	it.each<[why: string, other: { start: number | null; end: number | null }, same: boolean]>([
		['the same', { start, end }, true],
		['the same second', { start: start + 999, end: end + 1 }, true],
		['another start', { start: start + 1_000, end }, false],
		['another end', { start, end: end - 1 }, false],
		['an unknown end', { start, end: null }, true],
		['another start and an unknown end', { start: start - 1, end: null }, false],
		['an unknown start', { start: null, end }, true],
		['nothing known', { start: null, end: null }, true],
	])('may be %s: %j', (_why, other, same) => {
		expect(mayBeSame({ start, end }, other)).toBe(same);
		expect(mayBeSame(other, { start, end })).toBe(same);
	});
});
