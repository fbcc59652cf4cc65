import type { IDataObject, GenericValue } from 'n8n-workflow';
import {
	asText,
	asRawText,
	asFlag,
	asNumber,
	asList,
	plainValue,
} from '../../../nodes/AdobeExperiencePlatform/node/values';

describe('The value of a parameter', () => {
	it.each<[read: () => unknown, value: unknown]>([
		[() => asText(' S3 ', 'name'), 'S3'],
		[() => asText(7, 'name'), '7'],
		[() => asText(null, 'name'), ''],
		[() => asText(undefined, 'name'), ''],
		[() => asRawText('\t', 'columnDelimiter'), '\t'],
		[() => asFlag(true, 'returnAll'), true],
		[() => asFlag(' True ', 'returnAll'), true],
		[() => asFlag('false', 'returnAll'), false],
		[() => asFlag('', 'returnAll'), false],
		[() => asFlag(undefined, 'returnAll'), false],
		[() => asNumber('12', 'limit', 50), 12],
		[() => asNumber('', 'limit', 50), 50],
		[() => asNumber(null, 'limit', 50), 50],
		[() => asList(['a', ' b ', ''], 'removeFields'), ['a', 'b']],
		[() => asList('a, b', 'removeFields'), ['a', 'b']],
		[() => asList(undefined, 'removeFields'), []],
	])('is read as the type that is wanted: %s', (read, value) => {
		expect(read()).toEqual(value);
	});

	it.each<[read: () => unknown, message: string]>([
		[() => asText(true, 's3AccessKey'), 'S3 Access Key is not a text'],
		[() => asText({ a: 1 }, 'folderPath'), 'Folder Path is not a text'],
		[() => asFlag('yes', 'testAfterUpdate'), 'Test After Update is not true or false'],
		[() => asFlag(1, 'returnAll'), 'Return All is not true or false'],
		[() => asNumber('many', 'limit', 50), 'Limit is not a number'],
		[() => asNumber(true, 'limit', 50), 'Limit is not a number'],
		[() => asList(7, 'removeFields'), 'Remove Fields is not a list'],
		[() => asList([{}], 'removeFields'), 'Remove Fields is not a text'],
		[() => asText([], 'serviceUrl'), 'Service URL is not a text'],
	])('is refused by its name if it is of no use: %s', (read, message) => {
		expect(read).toThrow(message);
	});

	it('is never quoted, since it may be a secret that went to the wrong field', () => {
		const secret = { key: 'FAKE-made-up-secret' };
		let text = '';
		try {
			asText(secret, 'name');
		} catch (error) {
			text = JSON.stringify(error, Object.getOwnPropertyNames(error));
		}
		expect(text).toContain('type object');
		expect(text).not.toContain('made-up');
	});
});

const json: IDataObject = {
	name: 'Landing',
	count: 3,
	isNew: false,
	empty: '',
	nothing: null,
	formula: '={{ 1 + 1 }}',
	'two words': 'spaced',
	Credentials: { SessionToken: 'fake', 'a.b': 'dotted' },
	list: ['first'],
};

describe('A parameter that needs no evaluation', () => {
	it.each<[what: string, raw: unknown, value: GenericValue]>([
		['a constant text', 'S3', 'S3'],
		['a constant number', 60, 60],
		['a reference to a text', '={{ $json.name }}', 'Landing'],
		['one without blanks', '={{$json.name}}', 'Landing'],
		['one to an empty text', '={{ $json.empty }}', ''],
		['one to a number', '={{ $json.count }}', 3],
		['one to a flag', '={{ $json.isNew }}', false],
		['one into an object', '={{ $json.Credentials.SessionToken }}', 'fake'],
		['one in brackets', "={{ $json['two words'] }}", 'spaced'],
		['one in both ways', '={{ $json.Credentials["a.b"] }}', 'dotted'],
		['one to a text that looks like an expression', '={{ $json.formula }}', '={{ 1 + 1 }}'],
		[
			'a collection of such',
			{ etag: '={{ $json.name }}', timeout: 5 },
			{ etag: 'Landing', timeout: 5 },
		],
		['an empty collection', {}, {}],
	])('is %s', (_what, raw, value) => {
		expect(plainValue(raw, json)).toEqual(value);
	});

	it.each<[what: string, raw: unknown]>([
		['a computed value', '={{ $json.name + 1 }}'],
		['a call', '={{ $json.name.trim() }}'],
		['a text around a reference', '=S3 {{ $json.name }}'],
		['two references', '={{ $json.name }}{{ $json.name }}'],
		['another node', "={{ $('Keys').item.json.name }}"],
		['a field that is missing', '={{ $json.other }}'],
		['a field within a text', '={{ $json.name.length }}'],
		['a field within nothing', '={{ $json.nothing.name }}'],
		['an empty field', '={{ $json.nothing }}'],
		['an object', '={{ $json.Credentials }}'],
		['a list', '={{ $json.list }}'],
		['an element of a list', '={{ $json.list[0] }}'],
		['what every object inherits', '={{ $json.toString }}'],
		['the prototype', '={{ $json.__proto__ }}'],
		['a constant list', ['description']],
		['a collection with one such entry', { etag: '={{ $json.name + 1 }}', timeout: 5 }],
		['a collection with a nested one', { nested: { timeout: 5 } }],
		['an expression without braces', '=$json.name'],
	])('is not %s, which n8n evaluates', (_what, raw) => {
		expect(plainValue(raw, json)).toBeUndefined();
	});
});
