import fc from 'fast-check';
import { fitsWildcard } from '../../../nodes/AdobeExperiencePlatform/dataflow/sourceFile';

/** What a star means, tried in every way: right, and slow. */
function fitsInSomeWay(name: string, pattern: string): boolean {
	const [sign, rest] = [pattern[0], pattern.slice(1)];
	if (sign === undefined) return name === '';
	if (sign !== '*') return name[0] === sign && fitsInSomeWay(name.slice(1), rest);
	return fitsInSomeWay(name, rest) || (name !== '' && fitsInSomeWay(name.slice(1), pattern));
}

describe('A name fits a pattern with stars', () => {
	it.each<[pattern: string, name: string, fits: boolean]>([
		['*.csv', 'a.csv', true],
		['*.csv', '.csv', true],
		['*.csv', 'acsv', false],
		['*.csv', 'a.csv.gz', false],
		['a*', 'a', true],
		['*', '', true],
		['a*a', 'a', false],
		['a*a', 'aa', true],
		['*ab*ab*', 'xaby', false],
		['a.csv', 'a.csv', true],
		['a[1]*(x)', 'a[1]-(x)', true],
		['a*b', 'a\nb', true],
	])('%s, %j: %s', (pattern, name, fits) => expect(fitsWildcard(name, pattern)).toBe(fits));

	it('as it does if every way is tried', () => {
		const text = (signs: string[], maxLength: number) =>
			fc.array(fc.constantFrom(...signs), { maxLength }).map((all) => all.join(''));
		fc.assert(
			fc.property(text(['a', 'b', '.'], 9), text(['a', 'b', '.', '*'], 7), (name, pattern) => {
				expect(fitsWildcard(name, pattern)).toBe(fitsInSomeWay(name, pattern));
			}),
			{ numRuns: 2000 },
		);
	});

	it('in a number of looks that does not grow with the stars', () => {
		const name = 'a'.repeat(125);
		const looks = jest.spyOn(String.prototype, 'indexOf');
		expect(fitsWildcard(name, '*a*a*a*a*a*.csv')).toBe(false);
		expect(fitsWildcard(`${name}.csv`, '*a*a*a*a*a*.csv')).toBe(true);
		const count = looks.mock.calls.length;
		looks.mockRestore();
		expect(count).toBeLessThan(20);
	});
});
