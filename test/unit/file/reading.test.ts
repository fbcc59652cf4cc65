import fc from 'fast-check';
import { readPreview, fileColumns } from '../../../nodes/AdobeExperiencePlatform/file/preview';
import {
	resolveFormat,
	type FileFormat,
	type FileFormatChoice,
} from '../../../nodes/AdobeExperiencePlatform/file/format';
import { parseDelimited, toDelimited } from '../../../local/adobe/bucket/delimited';

const AUTO: FileFormatChoice = {
	fileType: 'auto',
	compressionType: 'auto',
	columnDelimiter: 'auto',
	encoding: 'auto',
};

/** Reads a file as the service does, and counts how often it is asked. */
async function read(content: Buffer, choice: Partial<FileFormatChoice> = {}, name = 'a.csv') {
	const wanted = { ...AUTO, ...choice };
	const asked: FileFormat[] = [];
	const ask = async (format: FileFormat) => {
		asked.push(format);
		const text = content.toString(format.encoding === 'ISO-8859-1' ? 'latin1' : 'utf8');
		const { names, rows } = parseDelimited(text, format.columnDelimiter || ',');
		const columns = names.map((each) => ({ name: each, type: 'string' }));
		return await Promise.resolve({ format: 'flat', schema: { columns }, data: rows });
	};
	const { format } = resolveFormat(name, wanted, 'Format');
	const found = await readPreview(ask, format as FileFormat, wanted);
	return { ...found, asked, labels: fileColumns(found.preview).map(({ label }) => label) };
}

const DELIMITERS = [',', ';', '\t', '|'];
const delimiter = fc.constantFrom(...DELIMITERS);
/** Names and values as people have them, with the signs of other delimiters and of decimals. */
const cell = fc.stringMatching(/^[A-Za-zÄÖü0-9 ._()€/-]{1,12}$/);
const name = cell.filter((text) => text.trim() !== '');
const value = fc.oneof(cell, fc.stringMatching(/^\d{1,4},\d{1,2}$/), fc.constant(''));

/** A table of two columns or more whose names are different. */
const table = fc.uniqueArray(name, { minLength: 2, maxLength: 6 }).chain((names) =>
	fc.record({
		names: fc.constant(names),
		rows: fc.array(fc.array(value, { minLength: names.length, maxLength: names.length }), {
			maxLength: 5,
		}),
	}),
);

describe('The delimiter of a file', () => {
	it('is found whatever it is', async () => {
		await fc.assert(
			fc.asyncProperty(table, delimiter, async ({ names, rows }, sign) => {
				const found = await read(Buffer.from(toDelimited(names, rows, sign)));
				expect(found.labels).toEqual(names);
				expect(found.format.columnDelimiter || ',').toBe(sign);
				expect(found.isDelimiterKnown).toBe(true);
				expect(found.asked.length).toBeLessThanOrEqual(3);
			}),
		);
	});

	it('is not looked for in a file that reads well, or if it was chosen', async () => {
		expect((await read(Buffer.from('a,b\n1,2\n'))).asked).toHaveLength(1);
		const chosen = await read(Buffer.from('a;b\n1;2\n'), { columnDelimiter: ',' });
		expect(chosen.asked).toHaveLength(1);
		expect(chosen.labels).toEqual(['a;b']);
	});

	it.each<[why: string, content: string, labels: string[], sign: string]>([
		['one column', 'storeId\nS-1\n', ['storeId'], ','],
		['one column of prose', 'note; more\nhello\nthere\n', ['note; more'], ','],
		['a comma in a quoted name', '"Name, first";city\nA;B\n', ['Name, first', 'city'], ';'],
		['semicolons in a quoted name', '"a;b;c",city\n"x;y;z",Riga\n', ['a;b;c', 'city'], ','],
		[
			'a comma in a name',
			'name;amount, EUR;city\nN;1,5;Riga\n',
			['name', 'amount, EUR', 'city'],
			';',
		],
		['a header alone', 'a|b|c\n', ['a', 'b', 'c'], '|'],
		['sparse rows', 'a;b;c;d\n1;;;\n;;;2\n', ['a', 'b', 'c', 'd'], ';'],
		['coordinates', 'lat;lon\n56,9;24,1\n57,5;21,6\n', ['lat', 'lon'], ';'],
		['decimal commas', 'id;amount\n1;1,5\n2;2,25\n', ['id', 'amount'], ';'],
	])('is right for %s', async (_why, content, labels, sign) => {
		const found = await read(Buffer.from(content));
		expect(found.labels).toEqual(labels);
		expect(found.format.columnDelimiter || ',').toBe(sign);
	});

	it.each([
		['a.tsv', 'a\tb\n1\t2\n'],
		['a.psv', 'a|b\n1|2\n'],
	])('of %s is tried as its name says', async (name, content) => {
		const found = await read(Buffer.from(content), {}, name);
		expect(found.labels).toEqual(['a', 'b']);
		expect(found.asked).toHaveLength(1);
	});

	it.each([
		['\\t', '\t'],
		['tab', '\t'],
		['Semicolon', ';'],
		[' ', ' '],
		['~', '~'],
		['auto', ''],
		['', ''],
	])('%j is %j', (columnDelimiter, sign) => {
		expect(resolveFormat('a.csv', { ...AUTO, columnDelimiter }, 'Format').format).toMatchObject({
			columnDelimiter: sign,
		});
	});
});

describe('The encoding of a file', () => {
	const letters = fc.stringMatching(/^[a-zA-ZäöüßéèàñøåÆÇ]{1,10}$/);
	const names = fc.uniqueArray(letters, { minLength: 2, maxLength: 4 });

	it('is ISO-8859-1 if it is, and UTF-8 if it is', async () => {
		await fc.assert(
			fc.asyncProperty(names, fc.boolean(), async (labels, isLatin) => {
				const text = toDelimited(labels, [labels]);
				const found = await read(Buffer.from(text, isLatin ? 'latin1' : 'utf8'));
				expect(found.labels).toEqual(labels);
				// eslint-disable-next-line no-control-regex -- ASCII is what both encodings share
				const isAscii = /^[\x00-\x7F]*$/.test(text);
				expect(found.isEncodingKnown).toBe(!isAscii);
				if (!isAscii)
					expect(found.format.encoding || 'UTF-8').toBe(isLatin ? 'ISO-8859-1' : 'UTF-8');
			}),
		);
	});

	it('stays UTF-8 if the file holds U+FFFD itself, or a damaged character, with a hint', async () => {
		const damaged = Buffer.concat([
			Buffer.from('stadt,name\nZürich,Größe'),
			Buffer.from([0xff]),
			Buffer.from('\n'),
		]);
		for (const content of [Buffer.from('a,b\n\uFFFD,ü\n'), damaged]) {
			const found = await read(content);
			expect(found.format.encoding).toBe('');
			expect(found.hints).toEqual([expect.stringMatching(/damaged/)]);
		}
	});

	it('is left alone if it was chosen, with a hint', async () => {
		const content = Buffer.from('a,b\nZürich,1\n', 'latin1');
		const found = await read(content, { encoding: 'UTF-8' });
		expect(found.asked).toHaveLength(1);
		expect(found.hints).toEqual([expect.stringMatching(/not UTF-8.*Set Encoding to auto/)]);
	});

	it('of Windows earns a hint: Adobe does not read it', async () => {
		const content = Buffer.concat([Buffer.from('a,b\n'), Buffer.from([0x80]), Buffer.from(',1\n')]);
		const found = await read(content);
		expect(found.format.encoding).toBe('ISO-8859-1');
		expect(found.hints).toEqual([expect.stringMatching(/Windows-1252/)]);
	});

	it('is found together with the delimiter', async () => {
		const content = Buffer.from('storeId;Größe\nS-1;3,5\n', 'latin1');
		const found = await read(content);
		expect(found.labels).toEqual(['storeId', 'Größe']);
		expect(found.format).toMatchObject({ columnDelimiter: ';', encoding: 'ISO-8859-1' });
	});
});
