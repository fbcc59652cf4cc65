import fc from 'fast-check';
import {
	Failure,
	asFailure,
	Cancelled,
	listed,
	cut,
	Refusal,
	joined,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { mapColumns } from '../../../../nodes/AdobeExperiencePlatform/dataflow/mapping/automatic';

describe('A failure', () => {
	it('takes on what else there is to say', () => {
		const failure = new Failure('What', 'How.', '412').with('More.');
		expect(failure).toBeInstanceOf(Failure);
		expect([failure.message, failure.description, failure.httpCode]).toEqual([
			'What',
			'How. More.',
			'412',
		]);
		expect(new Failure('What', '').with('More.').description).toBe('More.');
	});

	it('is a value if it is caught, and no other error is', async () => {
		const failure = new Failure('What', 'How.');
		expect(asFailure(failure)).toBe(failure);
		const mistake = new TypeError('a mistake in the code');
		await expect(asFailure(mistake)).rejects.toBe(mistake);
	});

	it('differs from a cancellation by its name', () => {
		expect([String(new Failure('What', 'How.')), String(new Cancelled())]).toEqual([
			'Failure: What',
			'Cancelled: The execution was cancelled',
		]);
	});
});

const names = (count: number, length = 5) =>
	Array.from({ length: count }, (_, index) => String(index).padEnd(length, 'x'));

describe('Names in a message', () => {
	it.each<[names: string[], text: string]>([
		[[], ''],
		[['a'], 'a'],
		[['a', 'b', 'c'], 'a, b, c'],
		[['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
		[names(2003, 1), '0, 1, 2 and 2000 more'],
		[['x'.repeat(121)], `${'x'.repeat(120)} …`],
	])('of %j are %j', (all, text) => expect(listed(all, 3)).toBe(text));

	it('are ten if nothing else is said, and may stand apart by another sign', () => {
		expect(listed(names(11, 1))).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1 more');
		expect(listed(['a, b', 'c'], 5, '; ')).toBe('a, b; c');
	});

	it('are not cut within a sign of two halves', () => {
		expect(cut('ab😀', 3)).toBe('ab …');
		expect(cut('ab😀', 4)).toBe('ab😀');
	});
});

describe('However much there is to say,', () => {
	it.each([
		['a failure', (message: string, text: string) => new Failure(message, text)],
		['a failure with more', (message: string, text: string) => new Failure(message, '').with(text)],
		['a refusal', (message: string, text: string) => new Refusal(message, text)],
	])('%s is bounded, and keeps what is said last', (_what, make) => {
		fc.assert(
			fc.property(fc.string(), fc.nat(20_000), (unit, times) => {
				const text = `${unit.repeat(times)} Last words.`;
				const { message, description } = make(text, text);
				expect(message.length).toBeLessThanOrEqual(502);
				expect(description.length).toBeLessThanOrEqual(4_003);
				expect(description).toMatch(/Last words\.$/);
			}),
			{ numRuns: 30 },
		);
	});

	it('300 wrong pairs against 2,000 columns and 5,000 fields make a message of a few kB', () => {
		const columns = names(2000, 40).map((label) => ({ path: label, label, type: 'string' }));
		const fields = names(5000, 40).map((path) => ({ path, type: 'string', required: false }));
		const pairs = names(300).map((name) => ({ source: `c${name}`, destination: `f${name}` }));
		const { problems } = mapColumns({ kind: 'pairs', pairs }, columns, fields);
		const { message, description } = joined(problems) ?? { message: '', description: '' };
		expect(message).toBe('The file has no column "c0xxxx"');
		expect(description).toMatch(/ and 1990 more\. /);
		expect(description).toMatch(/595 more problems/);
		expect(description.length).toBeLessThan(4_000);
	});

	it('columns without a field, fields that several columns fit and columns for one field are cut', () => {
		const columns = names(500).map((label) => ({ path: label, label, type: 'string' }));
		const field = (path: string) => ({ path, type: 'string', required: false });
		const none = mapColumns({ kind: 'automatic', pairs: [] }, columns, [field('a')]);
		expect(none.problems[0]?.description).toMatch(/ and 490 more\./);
		const city = [{ path: 'city', label: 'city', type: 'string' }];
		const several = names(500).map((name) => field(`a${name}.city`));
		const { notes } = mapColumns({ kind: 'automatic', pairs: [] }, city, several);
		expect(notes[0]?.text).toMatch(/ and 495 more\. /);
		const all = columns.map(({ path }) => ({ source: path, destination: 'a' }));
		const doubled = mapColumns({ kind: 'pairs', pairs: all }, columns, [field('a')]);
		expect(doubled.problems[0]?.message).toMatch(/^500 columns .* and 490 more$/);
	});
});

it('Problems with the same advice give it once', () => {
	const problem = (message: string) => ({ message, description: 'Do it.' });
	expect(joined([problem('A'), problem('B')])).toEqual({ message: 'A', description: 'Do it. B.' });
	expect(joined([])).toBeUndefined();
});
