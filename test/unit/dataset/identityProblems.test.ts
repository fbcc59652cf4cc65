import type { Identity } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import {
	identityProblems,
	type ValueProblem,
} from '../../../nodes/AdobeExperiencePlatform/dataset/records/convert';

const identity = (path: string, namespace: string, isPrimary = false): Identity => ({
	path,
	namespace,
	isPrimary,
});
const mail = identity('_acme.mail', 'Email');
const primary = { ...mail, isPrimary: true };
const ecid = identity('_acme.ecid', 'ECID');

describe('A value that identifies a person', () => {
	const digits = (count: number) => '1'.repeat(count);
	const isShort = 'an identity of up to 1024 characters';
	const isEcid = 'an ECID, which has 38 digits';

	it.each<[what: string, of: Identity, value: unknown, wanted: string | undefined]>([
		['an address', mail, 'ada@example.com', undefined],
		['a number', mail, 5, undefined],
		['nothing', mail, undefined, undefined],
		['the longest text', mail, 'a'.repeat(1024), undefined],
		['one letter more', mail, 'a'.repeat(1025), isShort],
		['an ECID', ecid, digits(38), undefined],
		['no ECID', ecid, undefined, undefined],
		['a digit too few', ecid, digits(37), isEcid],
		['a digit too many', ecid, digits(39), isEcid],
		['a letter before an ECID', ecid, `a${digits(38)}`, isEcid],
		['a letter in an ECID', ecid, `${digits(37)}a`, isEcid],
		['a long text for an ECID', ecid, 'a'.repeat(1025), isEcid],
		['a short one in other letters', identity('_acme.ecid', 'ecid'), '1', isEcid],
		['the digits of an ECID elsewhere', mail, digits(37), undefined],
	])('can be %s of %j: %j', (_what, of, value, wanted) => {
		const record = { _acme: { other: 'x', [of.path.slice('_acme.'.length)]: value } };
		const expected = wanted === undefined ? [] : [{ path: of.path, value, wanted }];
		expect(identityProblems(record, [of], false)).toEqual(expected);
	});

	it('is checked in each of the fields', () => {
		const record = { _acme: { mail: 'a'.repeat(1025), ecid: '1' } };
		const problems = identityProblems(record, [mail, ecid], true);
		expect(problems.map(({ path }) => path)).toEqual(['_acme.mail', '_acme.ecid']);
	});

	it.each<[path: string, record: unknown]>([
		['constructor', {}],
		['name.length', { name: 'a' }],
		['name.first', {}],
		['toString.name', {}],
	])('is not found in the field %s of %j', (path, record) => {
		expect(identityProblems(record, [identity(path, 'ECID')], false)).toEqual([]);
	});
});

describe('A record for Profile', () => {
	const second = identity('id', 'CRM', true);
	const missing = (path: string): ValueProblem[] => [{ path, wanted: 'a value' }];

	it.each<[what: string, record: object, identities: Identity[], problems: ValueProblem[]]>([
		['its primary identity', { _acme: { mail: 'a' } }, [ecid, primary], []],
		['an identity map', { identityMap: { Email: [{ id: 'a' }] } }, [primary], []],
		['one of two primary identities', { id: 5 }, [primary, second], []],
		['no primary identity', { name: 'a' }, [ecid, primary, second], missing('_acme.mail')],
		['only another identity', { _acme: { ecid: '1'.repeat(38) } }, [ecid, second], missing('id')],
		['no identity of a schema that has no primary one', { name: 'a' }, [mail, ecid], []],
		['no identity of a schema without any', { name: 'a' }, [], []],
	])('with %s', (_what, record, identities, problems) => {
		expect(identityProblems(record, identities, true)).toEqual(problems);
	});

	it('needs a primary identity only for Profile', () => {
		expect(identityProblems({ name: 'a' }, [primary], false)).toEqual([]);
	});
});
