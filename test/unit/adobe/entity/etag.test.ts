import fc from 'fast-check';
import { etagOf, normalizeEtag } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';

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
