import fc from 'fast-check';
import {
	normalizeEtag,
	etagOf,
	byAge,
	byProperty,
	byIds,
	byName,
	nextQuery,
	pageItems,
	isPage,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { BASE_CONNECTION } from '../../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { sources } from '../../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';

const ETAG = '"1700d77b-0000-0200-0000-5e3b41a10000"';

describe('An etag that a user gave', () => {
	it.each([
		['verbatim', ETAG, ETAG],
		['without its quotes', ETAG.slice(1, -1), ETAG],
		['with one quote', ETAG.slice(1), ETAG],
		['as a JSON text', JSON.stringify(ETAG), ETAG],
		['escaped as in JSON', JSON.stringify(ETAG).slice(1, -1), ETAG],
		['with blanks outside', `\t${ETAG} \n`, ETAG],
		['with blanks inside', `" ${ETAG.slice(1, -1)} "`, ETAG],
		['as a GUID', '6d27f305-40be-41c3-97d4-a701827c34df', '"6d27f305-40be-41c3-97d4-a701827c34df"'],
		['of any other form', 'v 1/x=', '"v 1/x="'],
		['of nothing', '', ''],
		['of blanks', '  ', ''],
		['of quotes', '""', ''],
	])('%s', (_how, typed, sent) => {
		expect(normalizeEtag(typed)).toBe(sent);
	});

	it('comes out quoted once, and the same when it goes in again', () => {
		fc.assert(
			fc.property(fc.string(), (typed) => {
				const sent = normalizeEtag(typed);
				expect(normalizeEtag(sent)).toBe(sent);
				if (sent !== '') expect(sent).toMatch(/^"[^"\s\\](.*[^"\s\\])?"$/s);
			}),
		);
	});

	it('comes through every way of copying it', () => {
		const opaque = fc.stringMatching(/^[\w./+=-]{1,60}$/);
		fc.assert(
			fc.property(opaque, (bare) => {
				const etag = `"${bare}"`;
				for (const typed of [etag, bare, JSON.stringify(etag), ` ${etag}`]) {
					expect(normalizeEtag(typed)).toBe(etag);
				}
			}),
		);
	});
});

describe('The etag of a connection', () => {
	it.each<[shown: object, etag: string | undefined]>([
		[{ etag: ETAG, version: ETAG }, ETAG],
		[{ version: ETAG }, ETAG],
		[{ etag: '', version: ETAG }, ETAG],
		[{ etag: 5, version: ETAG }, ETAG],
		[{}, undefined],
		[{ etag: null }, undefined],
	])('of %j is %s', (shown, etag) => {
		expect(etagOf(shown)).toBe(etag);
	});
});

describe('A filter', () => {
	it('asks for connections of any known source, of Amazon S3 by the ID of the source, not of the destination', () => {
		const [[name, filter] = []] = BASE_CONNECTION.filters ?? [];
		expect(name).toBe('property');
		expect(filter?.split(/==|,/)).toEqual([
			'connectionSpec.id',
			...sources.map(({ specId }) => specId),
		]);
		expect(filter).toContain('==ecadc60c-7455-4d87-84dc-2a0e293d997b,');
	});

	it('asks for a state', () => {
		expect(byProperty('state', 'enabled')).toEqual(['property', 'state==enabled']);
	});

	it('asks for no value whose signs mean something', () => {
		expect(byProperty('state', 'a,b')).toBeUndefined();
	});

	it('asks for any of some IDs', () => {
		expect(byIds(['1', 'a-b'])).toEqual(['property', 'id==1,a-b']);
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
			'keeps a token with characters that have a meaning in addresses',
			'/connections?limit=1&continuationToken=+RID:~a+b==#RT:1%2B&property=name%3D%3Da+b',
			[
				['limit', '1'],
				['continuationToken', '+RID:~a+b==#RT:1+'],
				['property', 'name==a b'],
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

it('Entities without a time are sorted before all others, by their IDs', () => {
	const entities = [{ id: 'c', createdAt: 1 }, { id: 'b' }, { id: 'a' }, { id: 'd' }];
	expect(entities.sort(byAge).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c']);
});
