import fc from 'fast-check';
import { readRows } from '../../../nodes/AdobeExperiencePlatform/run/failedRecords';
import { RecordSplitter } from '../../../nodes/AdobeExperiencePlatform/run/recordSplitter';

function split(...pieces: string[]): string[] {
	const splitter = new RecordSplitter();
	return [...pieces.flatMap((piece) => [...splitter.push(piece)]), ...splitter.end()];
}

async function* inPieces(text: string, size: number) {
	await Promise.resolve();
	for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const rowsOf = async (text: string, size = 7) =>
	await readRows(inPieces(text, size), 'f.json', Infinity);
const recordsOf = async (text: string, size?: number) =>
	(await rowsOf(text, size)).map(({ record }) => record);

const forms: Array<[form: string, write: (rows: object[]) => string]> = [
	['one to a line', (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')],
	['with CR LF', (rows) => rows.map((row) => `${JSON.stringify(row)}\r\n`).join('')],
	['behind a BOM', (rows) => `\uFEFF${rows.map((row) => JSON.stringify(row)).join('\n')}`],
	['over several lines', (rows) => rows.map((row) => JSON.stringify(row, null, 2)).join('\n')],
	[
		'without indentation',
		(rows) =>
			rows
				.map((row) => JSON.stringify(row, null, ' '))
				.join('\n')
				.replace(/^ +/gm, ''),
	],
	['one after the other', (rows) => rows.map((row) => JSON.stringify(row)).join('')],
	['apart by blanks', (rows) => rows.map((row) => JSON.stringify(row)).join('  ')],
	['in a list', (rows) => JSON.stringify(rows)],
	['in a list over several lines', (rows) => JSON.stringify(rows, null, '\t')],
];

describe('Failed records are read', () => {
	it.each(forms)('%s, in pieces of any size', async (_form, write) => {
		const row = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
		const rows = fc.array(
			row
				.map((value) => JSON.parse(JSON.stringify({ ...value, __proto__: null })) as object)
				.filter((value) => !/\d{16}/.test(JSON.stringify(value))),
			{ maxLength: 5 },
		);
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (all, size) => {
				const known = all.map((one) =>
					Object.fromEntries(
						Object.entries(one).filter(([name]) => name !== '_errors' && name !== '_filename'),
					),
				);
				expect(await recordsOf(write(all), size)).toEqual(known);
			}),
			{ numRuns: 60 },
		);
	});

	it.each<[what: string, text: string, records: object[]]>([
		['no JSON', 'not json\n{"a":1}\n', [{ _corrupt_record: 'not json' }, { a: 1 }]],
		[
			'quotes that do not match',
			'{"a": "b}\n{"a":1}',
			[{ _corrupt_record: '{"a": "b}' }, { a: 1 }],
		],
		['a row that is cut off', '{"a":[1,\n{"a":1}\n', [{ _corrupt_record: '{"a":[1,\n{"a":1}' }]],
		[
			'a row that is cut off amid a string',
			'{"a":"b\n{"a":1}\n',
			[{ _corrupt_record: '{"a":"b' }, { a: 1 }],
		],
		[
			'a row that is cut off behind a comma',
			'{"a":1,\n{"a":1}',
			[{ _corrupt_record: '{"a":1,' }, { a: 1 }],
		],
		['too many brackets', '{"a":1}}\n{"a":1}', [{ _corrupt_record: '{"a":1}}' }, { a: 1 }]],
		[
			'two records on a line and rest',
			'{"a":1}{"a":2} x',
			[{ a: 1 }, { _corrupt_record: '{"a":2} x' }],
		],
		['a backslash at the end', '{"a":"\\\n{"a":1}', [{ _corrupt_record: '{"a":"\\' }, { a: 1 }]],
		['nothing', '\n \r\n', []],
		['values that are no records', '5\n"a"\nnull\n{"a":1}', [{ a: 1 }]],
	])('beside %s', async (_what, text, records) => {
		for (const size of [1, 3, 1000]) expect(await recordsOf(text, size)).toEqual(records);
	});

	it('in the form that Adobe prints, which is no JSON', async () => {
		const text = `{
    "_corrupt_record": "{missing: "v 1"}",
    "_errors": [{
         "code": "1401",
         "message": "Row is corrupted."
    }],
    "_filename": "parsing_errors_0.json"
}
`;
		const row = {
			record: { _corrupt_record: '{missing: "v 1"}' },
			errors: [{ code: '1401', message: 'Row is corrupted.' }],
			file: 'parsing_errors_0.json',
		};
		expect(await rowsOf(text)).toEqual([row]);
		expect(await rowsOf(text + text)).toEqual([row, row]);
		const oneLine = `${text.replace(/\n\s*/g, '')}\n`;
		expect(await rowsOf(`${oneLine}{"a":1}\n${oneLine}`)).toMatchObject([
			row,
			{ record: { a: 1 } },
			row,
		]);
	});

	it('and corrupt rows never take good ones with them', async () => {
		const corrupt = fc
			.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', ' ', '\\'), {
				maxLength: 12,
			})
			.map((signs) => `{"_corrupt_record":"${signs.join('')}","_errors":[{"code":"1401"}]}`);
		const good = fc.nat().map((value) => `{"good":${value}}`);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.oneof(corrupt, good), { maxLength: 6 }), async (lines) => {
				const found = await recordsOf(lines.map((line) => `${line}\n`).join(''), 5);
				const wanted = lines.filter((line) => line.startsWith('{"good"'));
				expect(found.filter((record) => 'good' in (record as object))).toEqual(
					wanted.map((line) => JSON.parse(line) as object),
				);
				expect(found.length).toBeGreaterThanOrEqual(lines.length);
			}),
			{ numRuns: 300 },
		);
	});

	it('with all digits of long integers, as text', async () => {
		const text =
			'{"a":12345678901234567890,"b":-9007199254740993,"c":9007199254740991,"d":"12345678901234567890","e":[0.12345678901234567890,1e30],"f":"a\\"12345678901234567890"}';
		expect(await recordsOf(text)).toEqual([
			{
				a: '12345678901234567890',
				b: '-9007199254740993',
				c: 9007199254740991,
				d: '12345678901234567890',
				e: [0.12345678901234568, 1e30],
				f: 'a"12345678901234567890',
			},
		]);
	});

	it('with the words of an error, however it is spelled', async () => {
		const errors = [{ code: '106', description: 'Empty.' }, { code: 5, message: { a: 1 } }, null];
		expect(await rowsOf(JSON.stringify({ _errors: errors }))).toMatchObject([
			{
				errors: [
					{ code: '106', message: 'Empty.' },
					{ code: '5', message: '{"a":1}' },
					{ code: '', message: '' },
				],
			},
		]);
	});
});

it('A record without an end is cut, and what follows its line is read', () => {
	const [cut, ...rest] = split(
		...Array.from({ length: 30 }, () => `{"a":${'['.repeat(100_000)}`),
		'\n{"b":1}',
	);
	expect(cut?.length).toBeLessThan(1_200_000);
	expect(rest).toEqual(['{"b":1}']);
});
