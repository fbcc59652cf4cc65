import {
	readPreview,
	fileColumns,
	previewTable,
} from '../../../nodes/AdobeExperiencePlatform/file/preview';
import { resolveFormat } from '../../../nodes/AdobeExperiencePlatform/file/format';
import { fitsWildcard } from '../../../nodes/AdobeExperiencePlatform/dataflow/sourceFile';
import { sepLine } from '../../../nodes/AdobeExperiencePlatform/file/header';

const format = {
	fileType: 'delimited' as const,
	compressionType: '',
	columnDelimiter: '',
	encoding: '',
};

/** Reads a preview that is the same however it is asked for, and counts how often. */
async function read(preview: unknown, columnDelimiter = 'auto') {
	const asked: string[] = [];
	const found = await readPreview(
		async ({ columnDelimiter: delimiter }) => {
			asked.push(delimiter);
			return await Promise.resolve(preview);
		},
		format,
		{ fileType: 'auto', compressionType: 'auto', columnDelimiter },
	);
	return { ...found, asked };
}

describe('A preview', () => {
	it.each([undefined, null, '', [], {}])('of nothing has no columns: %j', async (preview) => {
		const { isDelimiterKnown, isEncodingKnown, hints, asked } = await read(preview);
		expect({ isDelimiterKnown, isEncodingKnown, hints }).toEqual({
			isDelimiterKnown: false,
			isEncodingKnown: false,
			hints: [],
		});
		expect(asked).toEqual(['']);
		expect(fileColumns(preview)).toEqual([]);
	});

	it('shows the encoding by more than ASCII although none was chosen', async () => {
		const { isEncodingKnown } = await read([{ name: 'Größe' }, { name: 'b' }]);
		expect(isEncodingKnown).toBe(true);
	});

	it('that begins with the delimiter it was read with is not read again with it', async () => {
		expect((await read([{ name: 'sep=,' }])).asked).toEqual(['']);
		expect((await read([{ name: 'sep=;' }])).asked).toEqual(['', ';']);
		expect((await read([{ name: 'sep=;' }], ',')).asked).toEqual(['']);
	});

	it('of rows alone passes over what has no name', () => {
		const data = [{ '': 1, ' ': 2, '\uFEFF': 3, a: 4 }];
		expect(fileColumns({ data }).map(({ path }) => path)).toEqual(['a']);
	});

	it('keeps the places of columns without a name in the table', () => {
		const schema = { columns: [{ name: 'a' }, { type: 'string' }, { name: 5 }, { name: 'b' }] };
		expect(previewTable({ schema }).names).toEqual(['a', '', '', 'b']);
		expect(previewTable({ data: [{ a: 1 }, { b: 2 }] })).toEqual({
			names: ['a', 'b'],
			rows: ['1', '2'],
			cells: [
				[1, undefined],
				[undefined, 2],
			],
		});
	});
});

describe('A line that names the delimiter', () => {
	it.each<[names: string[], current: string, delimiter: string | undefined]>([
		[['sep=;'], ',', ';'],
		[['"sep=;"'], ',', ';'],
		[['SEP=|'], ',', '|'],
		// The sign itself has divided the line.
		[['sep=', ''], ';', ';'],
		[['sep=', ''], ',', ','],
		[['sep=;;'], ',', undefined],
		[['separator'], ',', undefined],
		[[], ',', undefined],
	])('is distinguished from names: %j read with "%s"', (names, current, delimiter) => {
		expect(sepLine({ names }, current)).toBe(delimiter);
	});
});

describe('The name of a file', () => {
	const choice = { fileType: 'auto', compressionType: 'auto', columnDelimiter: '' };

	it.each<[path: string, fileType: string, compressionType: string, columnDelimiter: string]>([
		['/b.json/a.CSV', 'delimited', '', ''],
		['a.tsv.gz', 'delimited', 'gzip', '\t'],
		['/b/a.json.tar.gz', 'json', 'tarGzip', ''],
		['/b/a.parquet.gz', 'parquet', '', ''],
	])('%s shows how to read it', (path, fileType, compressionType, columnDelimiter) => {
		expect(resolveFormat(path, choice, 'Format')).toEqual({
			format: { fileType, compressionType, columnDelimiter, encoding: '' },
			problems: [],
		});
	});

	it('shows nothing by its folder', () => {
		expect(resolveFormat('/b.csv/data', choice, 'Format').problems).toMatchObject([
			{ message: 'The type of the file "data" cannot be detected from its name' },
		]);
	});

	it.each<[name: string, pattern: string, fits: boolean]>([
		['a.csv', 'a.csv', true],
		['a.csv', '', false],
		['', '', true],
		['a.csv', '*', true],
		['ab', 'ab*b', false],
		['abb', 'ab*b', true],
		['a1b2c', 'a*b*c', true],
		['abc', 'a*b*bc', false],
		['a', 'a**a', false],
	])('%j fits %j: %s', (name, pattern, fits) => expect(fitsWildcard(name, pattern)).toBe(fits));
});
