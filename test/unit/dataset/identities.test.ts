import { readIdentities } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { answer, fakeClient, refused } from '../fakeExecution';

const descriptor = (property: unknown, more: object = {}) => ({
	'@type': 'xdm:descriptorIdentity',
	'xdm:sourceSchema': 's',
	'xdm:sourceProperty': property,
	'xdm:namespace': 'Email',
	...more,
});
const dataset = { schemaId: 's' };
const mail = { path: '_acme.mail', namespace: 'Email', isPrimary: false };

describe('The identities of schemas', () => {
	const list = [descriptor('/_acme/mail')];
	it.each<[form: string, body: object]>([
		['a list', list],
		['a page of results', { results: list, _page: { count: 1 } }],
		['lists by type', { 'xdm:descriptorIdentity': list, other: [], count: 1 }],
	])('are read from %s', async (_form, body) => {
		const { client, calls } = fakeClient(answer(200, body));
		expect(await readIdentities(client, dataset)).toEqual([mail]);
		expect(calls).toHaveLength(1);
	});

	it('are several of one schema, in order', async () => {
		const primary = descriptor('/id', { 'xdm:isPrimary': true, 'xdm:namespace': undefined });
		const { client } = fakeClient(answer(200, [...list, primary]));
		expect(await readIdentities(client, dataset)).toEqual([
			mail,
			{ path: 'id', namespace: '', isPrimary: true },
		]);
	});

	it.each<[what: string, entry: unknown]>([
		['another type', descriptor('/a', { '@type': 'xdm:alternateDisplayInfo' })],
		['no schema', descriptor('/a', { 'xdm:sourceSchema': undefined })],
		['no property', descriptor(undefined)],
		['a list for a property', descriptor(['/a'])],
		['an address', '/tenant/descriptors/1'],
	])('are not taken from %s', async (_what, entry) => {
		const { client } = fakeClient(answer(200, [entry]));
		expect(await readIdentities(client, dataset)).toEqual([]);
	});

	it.each([400, 403, 404, 406])('are unknown to those who get the status %d', async (status) => {
		const { client, calls } = fakeClient(answer(status));
		expect(await readIdentities(client, dataset)).toBeUndefined();
		expect(calls).toHaveLength(1);
	});

	it.each([
		['the status 500', answer(500)],
		['no answer', refused],
	])('fail with %s', async (_what, outcome) => {
		await expect(readIdentities(fakeClient(outcome).client, dataset)).rejects.toMatchObject({
			name: 'Failure',
		});
	});
});
