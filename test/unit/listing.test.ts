import { byName, byState, onlyS3 } from '../../nodes/AdobeExperiencePlatform/flowService/filters';
import { nextQuery, pageItems } from '../../nodes/AdobeExperiencePlatform/flowService/paging';

const first = [
	['property', 'state==enabled'],
	['limit', '100'],
] as const;

const linkTo = (href: unknown) => ({ items: [], _links: { next: { href } } });

describe('The next page', () => {
	it.each([
		[
			'repeats the filters that its link leaves out',
			'/connections?continuationToken=abc',
			[['continuationToken', 'abc'], ...first],
		],
		[
			'takes the filters of its link',
			'/connections?property=a%3D%3Db&limit=5&continuationToken=abc',
			[
				['property', 'a==b'],
				['limit', '5'],
				['continuationToken', 'abc'],
			],
		],
		[
			'keeps a token that holds equals signs',
			'/connections?continuationToken=a=b==&limit=1&property=x',
			[
				['continuationToken', 'a=b=='],
				['limit', '1'],
				['property', 'x'],
			],
		],
		[
			'takes the query only of a link to another host',
			'https://elsewhere.example/steal?continuationToken=abc',
			[['continuationToken', 'abc'], ...first],
		],
	])('%s', (_what, href, query) => {
		expect(nextQuery(linkTo(href), first)).toEqual(query);
	});

	it.each([
		[linkTo('')],
		[linkTo('/connections')],
		[linkTo(5)],
		[linkTo('http://[')],
		[{ items: [], _links: {} }],
		[{ items: [] }],
		[{ _links: null }],
		[[]],
		['<html>'],
		[null],
		[undefined],
	])('is not there for %j', (body) => {
		expect(nextQuery(body, first)).toBeUndefined();
	});
});

describe('The items of an answer', () => {
	it.each([
		[{ items: [1, 2] }, [1, 2]],
		[{ items: [] }, []],
		[{ items: 'x' }, undefined],
		[{ id: 'x' }, undefined],
		['x', undefined],
		[null, undefined],
	])('of %j are %j', (body, items) => {
		expect(pageItems(body)).toEqual(items);
	});
});

describe('A filter', () => {
	it('asks for S3 connections by the ID of the source, not of the destination', () => {
		expect(onlyS3).toEqual(['property', 'connectionSpec.id==ecadc60c-7455-4d87-84dc-2a0e293d997b']);
	});

	it('asks for a state', () => {
		expect(byState('enabled')).toEqual(['property', 'state==enabled']);
	});

	it.each(['S3 one', 'Bücket & Söhne (1)', 'a/b?c#d+e', 'x%20'])('asks for the name %s', (name) => {
		expect(byName(name)).toEqual(['property', `name=="${name}"`]);
	});

	it.each(['a,b', 'a"b', "a'b", 'a\\b', 'a==b', 'a!=b', 'a<b', 'a>b', 'a~b', 'a[b]', 'a*'])(
		'cannot ask for the name %s',
		(name) => {
			expect(byName(name)).toBeUndefined();
		},
	);
});
