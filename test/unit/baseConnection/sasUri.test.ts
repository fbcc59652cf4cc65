import type { Finding } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/pasted';
import { ownExpiration } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { methodOf, paramOf } from './params';

const { problem, hint } = paramOf('azureBlob', 'sasUri');
const sasUriProblem = (sasUri: string) => problem?.(sasUri) as Finding | undefined;

const NOW = Date.parse('2026-11-28T12:00:00Z');
beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

/** A signature for a container that is good for half a year, but for what is given. */
function sas(more: Record<string, string | undefined> = {}): string {
	const query = { sp: 'rl', se: '2027-06-01T00:00:00Z', sv: '2022-11-02', sr: 'c', sig: 'FAKE+k=' };
	const url = new URL('https://acme.blob.core.windows.net/landing');
	for (const [name, value] of Object.entries({ ...query, ...more })) {
		if (value !== undefined) url.searchParams.set(name, value);
	}
	return url.href;
}

describe('A SAS URI', () => {
	it.each<[string, Record<string, string | undefined>]>([
		['to read and list', {}],
		['with every permission', { sp: 'racwdxltmei' }],
		['of a stored access policy', { sp: undefined, se: undefined, si: 'policy' }],
		['of an account', { sr: undefined, ss: 'bfqt', srt: 'sco', sp: 'rl' }],
		['of a directory', { sr: 'd', sdd: '1' }],
		['that has begun', { st: '2026-11-28T12:00:00Z' }],
		['that begins when another clock says so', { st: '2026-11-28T12:14:00Z' }],
		['that names a day', { se: '2026-11-29' }],
		['for some addresses', { sip: '20.1.0.0-20.1.255.255' }],
		['for HTTPS', { spr: 'https' }],
	])('%s is good', (_what, more) => {
		expect(sasUriProblem(sas(more))).toBeUndefined();
	});

	it.each<[string, Record<string, string>, RegExp]>([
		['cannot list', { sp: 'r' }, /^it does not allow listing/],
		['cannot read', { sp: 'wl' }, /^it does not allow reading/],
		['is for one blob', { sr: 'b' }, /^it is for one blob/],
		['is for a version of one blob', { sr: 'bv' }, /^it is for one blob/],
		['is for a snapshot of one blob', { sr: 'bs' }, /^it is for one blob/],
		['is for queues', { ss: 'q', srt: 'sco' }, /not for blobs/],
		['is for objects alone', { ss: 'b', srt: 'o' }, /not for containers and objects/],
		['is for containers alone', { ss: 'b', srt: 'sc' }, /not for containers and objects/],
		['is for one address', { sip: '20.1.2.3' }, /^it allows one IP address/],
		['is for one address as a range', { sip: '20.1.2.3-20.1.2.3' }, /^it allows one IP address/],
		['begins later', { st: '2027-05-01T00:00:00Z' }, /^The SAS URI is not valid yet$/],
		['begins in 16 minutes', { st: '2026-11-28T12:16:00Z' }, /^The SAS URI is not valid yet$/],
		['has expired', { se: '2026-11-28T12:00:00Z' }, /^The SAS URI has expired$/],
		['has no signature', { sig: '' }, /^it has no signature/],
		['has an end that is no date', { se: 'soon' }, /cannot be read/],
	])('that %s is refused, with what to do', (_what, more, message) => {
		const found = sasUriProblem(sas(more));
		expect(found?.found).toMatch(message);
		expect(found?.description).toContain('permissions Read and List');
		expect(JSON.stringify(found)).not.toContain('FAKE');
	});

	it.each(['file', 'queue', 'table'])('of another service is refused: %s', (service) => {
		const other = sas().replace('.blob.', `.${service}.`);
		expect(sasUriProblem(other)?.found).toContain('not of blobs');
		expect(sasUriProblem(sas().replace('.blob.', '.dfs.'))).toBeUndefined();
	});

	it('says when it begins or expired', () => {
		const begins = sasUriProblem(sas({ st: '2027-05-01T00:00:00Z' }));
		expect(begins?.description).toMatch(/^It starts at 2027-05-01T00:00:00.000Z/);
		const expired = sasUriProblem(sas({ se: '2026-11-01T00:00:00Z' }));
		expect(expired?.description).toMatch(/^It expired at 2026-11-01T00:00:00.000Z/);
	});

	it.each([
		['2026-12-05T00:00:00Z', '2026-12-05T00:00:00.000Z'],
		['2028-12-05T00:00:00Z', '2027-06-01T00:00:00.000Z'],
	])('ends with the key that signed it, if that ends first: %s', (ske, end) => {
		const params = { sasUri: sas({ skt: '2026-11-28T00:00:00Z', ske }) };
		expect(ownExpiration(methodOf('azureBlob', 'sasUri'), params)).toBe(end);
		expect(sasUriProblem(params.sasUri)).toBeUndefined();
	});

	it('is refused if the key that signed it has ended or begins later', () => {
		expect(sasUriProblem(sas({ ske: '2026-11-28T11:00:00Z' }))?.found).toContain('has expired');
		expect(sasUriProblem(sas({ skt: '2026-12-28T11:00:00Z' }))?.found).toContain('not valid yet');
	});

	it('for a range of addresses earns a hint, any other none', () => {
		expect(hint?.(sas({ sip: '20.1.0.0-20.1.255.255' }))).toContain('20.1.0.0-20.1.255.255');
		expect(hint?.(sas())).toBeUndefined();
	});
});
