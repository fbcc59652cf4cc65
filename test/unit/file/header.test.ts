import { headerFindings } from '../../../nodes/AdobeExperiencePlatform/file/header';
import { previewTable } from '../../../nodes/AdobeExperiencePlatform/file/preview';
import type { FileFormat } from '../../../nodes/AdobeExperiencePlatform/file/format';

const format: FileFormat = {
	fileType: 'delimited',
	compressionType: '',
	columnDelimiter: '',
	encoding: '',
};
const findings = (names: string[], rows: string[][] = [], columnDelimiter = '') =>
	headerFindings(
		previewTable({
			schema: { columns: names.map((name) => ({ name, type: 'string' })) },
			data: rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))),
		}),
		{ ...format, columnDelimiter },
	);

describe('The first row of a file', () => {
	it.each<[why: string, names: string[], rows: string[][]]>([
		['usual names', ['storeId', 'city', 'Größe (m²)'], [['S-1', 'Riga', '3']]],
		['names with numbers', ['address1', 'address2'], [['x', 'y']]],
		['some years among names', ['country', 'city', '2024'], [['DE', 'Kiel', '5']]],
		['one column', ['storeId'], [['S-1']]],
	])('is fine with %s', (_why, names, rows) => {
		expect(findings(names, rows)).toMatchObject({ refusals: [], causes: [], hints: [] });
	});

	it.each<[names: string[], rows: string[][]]>([
		[['S-1', 'Riga'], [['S-2', 'Ventspils']]],
		[['1', 'a@example.com', 'Riga'], []],
		[['2026-01-31', '12.5', 'x'], []],
		[['00000000-0000-4000-8000-000000000000', 'gold'], []],
	])('of %j looks like data, by position', (names, rows) => {
		expect(findings(names, rows).causes).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/looks like data: column 1 is called/) as string,
			}),
		]);
	});

	it.each<[first: string, columnDelimiter: string, named: string]>([
		['sep=;', '', ';'],
		['SEP=\t', '', '\\t'],
		['"sep=|"', '', '|'],
		['sep=', ';', ';'],
		['\uFEFFsep=;', '', ';'],
	])('of %j is the line of a spreadsheet', (first, columnDelimiter, named) => {
		expect(findings([first], [], columnDelimiter).refusals).toEqual([
			expect.objectContaining({
				message: `The first line of the file is "sep=${named}", not the names of the columns`,
			}),
		]);
	});

	it('names duplicates and nameless columns by position', () => {
		const { hints, duplicates } = findings(['storeId', '', 'city', 'city', ' ']);
		expect(hints).toEqual([
			expect.stringMatching(/^Columns 2 and 5 of the file have no name/),
			expect.stringMatching(/^Columns 3 and 4 of the file have the same name, "city"/),
		]);
		expect([...duplicates]).toEqual([['city', [3, 4]]]);
	});

	it('of one name that holds the delimiter says so', () => {
		const { causes } = findings(['storeId;city'], [['S-1;Riga']], ',');
		expect(causes).toEqual([
			{
				message: 'The file has one column, "storeId;city", whose name contains ";"',
				description: expect.stringMatching(/Set Column Delimiter to auto/) as string,
			},
		]);
	});

	it('of UTF-16 is refused', () => {
		expect(findings(['s\0t\0', 'c\0']).refusals[0]?.message).toMatch(/UTF-16/);
	});

	it('cuts names and lists', () => {
		const many = Array.from({ length: 500 }, () => '');
		const found = findings(['x'.repeat(10_000), 'x'.repeat(10_000), ...many, '1']);
		expect(JSON.stringify([...found.hints, ...found.causes]).length).toBeLessThan(1_000);
	});
});
