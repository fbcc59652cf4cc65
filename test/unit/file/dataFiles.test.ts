import fc from 'fast-check';
import { dataFiles } from '../../../nodes/AdobeExperiencePlatform/file/format';

const entries = (names: string[]) => names.map((name) => ({ name, path: `/b/${name}` }));
const files = (names: string[], format = 'auto', pattern = '') =>
	dataFiles(entries(names), format, pattern).files.map(({ name }) => name);

describe('The data files of a folder', () => {
	it.each<[why: string, names: string[], found: string[]]>([
		[
			'marks and checksums of a writer',
			['_SUCCESS', '.part-0.csv.crc', '_committed_1.json', 'part-0.csv'],
			['part-0.csv'],
		],
		['checksums', ['a.csv', 'a.csv.md5', 'a.csv.sha256', 'SHA256SUMS', 'checksums.txt'], ['a.csv']],
		['manifests', ['_manifest.json', 'manifest.csv', 'daily-manifest.json', 'a.csv'], ['a.csv']],
		['what a table may be called', ['shipping_manifest_2026.csv'], ['shipping_manifest_2026.csv']],
		['a manifest of parts without an ending', ['manifest.json', 'part-0'], []],
		['files still written', ['a.csv.tmp', 'a.csv.part', 'b.csv'], ['b.csv']],
		['files of no known kind', ['logo.bin', 'a.csv'], ['a.csv']],
		['the rarer kind', ['a.json', 'b.csv', 'c.csv'], ['b.csv', 'c.csv']],
		['compressed ones', ['README.txt', 'a.csv.gz'], ['a.csv.gz']],
		['nothing if there is nothing', ['_SUCCESS'], []],
	])('are those without %s', (_why, names, found) => expect(files(names)).toEqual(found));

	it('of a chosen format may have any name that does not say another', () => {
		expect(files(['part-0', 'a.json', 'b.csv'], 'delimited')).toEqual(['b.csv', 'part-0']);
		expect(files(['a.json', 'b.csv'], 'json')).toEqual(['a.json']);
	});

	it('begin with an underscore if the wildcard asks for it', () => {
		expect(files(['_a.csv', '_b.csv.md5'], 'auto', '_*')).toEqual(['_a.csv']);
	});

	it('are distinguished from those of another kind', () => {
		const { others } = dataFiles(entries(['a.csv', 'b.csv', 'c.json', '_d.json', 'e.bin']), 'auto');
		expect(others.map(({ name }) => name)).toEqual(['c.json']);
	});

	it('do not depend on the order of the list', () => {
		const names = ['a.csv', '_SUCCESS', 'b.csv', 'c.json', 'a.csv.md5', 'manifest.json'];
		fc.assert(
			fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (shuffled) => {
				expect(files(shuffled)).toEqual(['a.csv', 'b.csv']);
			}),
		);
	});
});
