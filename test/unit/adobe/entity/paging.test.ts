import {
	isPage,
	nextQuery,
	pageItems,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';

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

describe('An answer is a list', () => {
	it.each([
		[{ items: [] }, true],
		[{ items: [{ id: '1' }] }, true],
		[{ items: [{ id: '1' }, null] }, false],
		[{ items: ['1'] }, false],
		[{ items: null }, false],
		[{ status: 'ok' }, false],
		[[], false],
		['<html>', false],
	])('%j: %s', (body, isList) => {
		expect(isPage(body)).toBe(isList);
	});
});
