import fc from 'fast-check';
import { sourcePath } from '../../../nodes/AdobeExperiencePlatform/file/preview';
import {
	columnIndex,
	isExpression,
	parseExpression,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/pair';

const columnsIn = (text: string) => parseExpression(text).columns;
const column = (...names: string[]) => ({
	path: sourcePath(names),
	label: names.join('.'),
	type: 'string',
});

describe('The columns of an expression', () => {
	it.each<[text: string, columns: string[]]>([
		['uuid()', []],
		['"web"', []],
		["concat('a, b', name)", ['name']],
		['date(when, "dd/MM/yyyy")', ['when']],
		['iif(is_empty(a), null, b.c) + 1.5e3', ['a', 'b.c']],
		['${First Name}', ['${First Name}']],
		['a.${b c}.d', ['a.${b c}.d']],
		['items[0].sku == items[*].sku', ['items[0].sku', 'items[*].sku']],
		['concat("say \\"name\\"", x)', ['x']],
		['true and not false', []],
		['größe * 2', ['größe']],
		['${a\\.b}', ['${a\\.b}']],
		['upper (name)', ['name']],
	])('%s are %j', (text, columns) => {
		expect(parseExpression(text)).toEqual({ columns, problem: undefined });
	});

	it.each([
		['concat("a, b)', /quote/],
		['upper(name', /not closed/],
		['upper(name))', /no opening one/],
		[`"${'x'.repeat(4_097)}"`, /longer than 4096/],
	])('%.20s is wrong', (text, words) => {
		expect(parseExpression(text).problem).toMatch(words);
	});

	it('are found with any name', () => {
		// A brace or a backslash in a name has no documented form.
		const name = fc
			.string({ unit: 'grapheme', minLength: 1, maxLength: 15 })
			.filter((text) => !/[{}\\\s]|^\uFEFF/u.test(text[0] ?? '') && !/[{}\\]/.test(text));
		fc.assert(
			fc.property(name, name, (first, second) => {
				const columns = [column(first), column(second)];
				const find = columnIndex(columns);
				const text = `concat(${columns[0]?.path}, "x", ${columns[1]?.path})`;
				const found = columnsIn(text).flatMap(find);
				for (const { label } of columns) {
					expect(found.map((each) => each.label)).toContain(label);
				}
			}),
		);
	});

	it('never take long', () => {
		for (const text of [
			'('.repeat(4_000),
			'a.'.repeat(2_000),
			'${'.repeat(2_000),
			'\\'.repeat(4_000),
		]) {
			expect(parseExpression(text).columns.length).toBeLessThan(3_000);
		}
	});
});

describe('What is typed as a column', () => {
	it.each([
		['uuid()', true],
		['date(when, "dd/MM/yyyy")', true],
		['"web"', true],
		["'web'", true],
		['Amount (EUR)', false],
		['Amount(EUR)', false],
		['name', false],
		['upper(name', false],
		['"open', false],
		['', false],
		['a "b"', false],
	])('%s is an expression: %s', (text, expected) => expect(isExpression(text)).toBe(expected));
});

describe('A path in a mapping', () => {
	const columns = [
		column('person', 'name', 'first'),
		column('items'),
		column('a.b'),
		column('\uFEFFid'),
	];
	it.each<[path: string, labels: string[]]>([
		['person.name', ['person.name.first']],
		['items[0].sku', ['items']],
		['${a\\.b}', ['a.b']],
		['a.b', ['a.b']],
		['id', ['\uFEFFid']],
		['Items', []],
		['pers', []],
	])('%s leads to %j', (path, labels) => {
		expect(columnIndex(columns)(path).map(({ label }) => label)).toEqual(labels);
	});
});
