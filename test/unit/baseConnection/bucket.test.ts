import { s3AccessKey } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import { webAddressProblem } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/bucket';
import { paramOf } from './params';

const { problem: bucketNameProblem, hint: bucketNameHint } = paramOf('amazonS3', 'bucketName');

describe('A bucket name', () => {
	it.each(['abc', 'acme-landing', '123', 'a.b', 'a--b', 'x'.repeat(63), '1.2.3', '1.2.3.4.5'])(
		'%s is good',
		(name) => {
			expect(bucketNameProblem?.(name)).toBeUndefined();
		},
	);

	it.each([
		['ab', /2 characters/],
		['x'.repeat(64), /64 characters/],
		['Acme', /uppercase letters/],
		['acme_landing', /the character "_"/],
		['acme landing', /the character " "/],
		['acme/folder', /the character "\/"/],
		['bücket', /the character "ü"/],
		['-acme', /start and end/],
		['acme-', /start and end/],
		['.acme', /start and end/],
		['acme.', /start and end/],
		['192.168.5.4', /IP address/],
	])('%s is not good', (name, problem) => {
		expect(bucketNameProblem?.(name)).toMatch(problem);
	});

	it('with a dot earns a hint, any other none', () => {
		expect(bucketNameHint?.('a.b')).toContain('"a.b" has a dot');
		expect(bucketNameHint?.('a-b')).toBeUndefined();
	});
});

describe('A service URL', () => {
	it.each(['https://s3.eu-west-1.amazonaws.com/', 'https://s3.eu-west-1.amazonaws.com'])(
		'%s is good',
		(url) => {
			expect(webAddressProblem(url)).toBeUndefined();
		},
	);

	it.each([
		['s3.eu-west-1.amazonaws.com', /not a web address/],
		['https://', /not a web address/],
		['http://s3.amazonaws.com/', /https/],
		['ftp://s3.amazonaws.com/', /https/],
		['https://user@s3.amazonaws.com/', /user name or password/],
		['https://user:word@s3.amazonaws.com/', /user name or password/],
	])('%s is not good', (url, problem) => {
		expect(webAddressProblem(url)).toMatch(problem);
	});
});

describe('A key', () => {
	it.each([
		[{ s3AccessKey: 'ASIAQ' }, true],
		[{ s3AccessKey: 'ASIAQ', s3SessionToken: 't' }, false],
		[{ s3AccessKey: 'AKIAQ' }, false],
		[{ s3AccessKey: 'AASIA' }, false],
	])('%j is most likely a temporary one without its token: %s', (params, expected) => {
		expect(s3AccessKey.hint?.(params) !== undefined).toBe(expected);
	});
});

describe('A bucket of Oracle', () => {
	const bucket = paramOf('oracleObjectStorage', 'bucketName');

	it.each(['Landing', 'acme_landing.2026', 'a'])('may be called %s', (name) => {
		expect(bucket.problem?.(name)).toBeUndefined();
	});

	it.each(['acme landing', 'acme/in', 'oci://acme', 'bücket'])('may not be called %s', (name) => {
		expect(bucket.problem?.(name)).toBe('it has characters that bucket names cannot have');
	});
});
