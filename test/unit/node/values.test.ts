import {
	asFlag,
	asList,
	asNumber,
	asRawText,
	asText,
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
