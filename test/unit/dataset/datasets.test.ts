import { getDataset, listDatasets } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { readSchema } from '../../../nodes/AdobeExperiencePlatform/dataset/schema';
import { answer, fakeClient } from '../fakeExecution';

describe('A dataset', () => {
	it('has its schema and the major version of it', async () => {
		const schemaRef = { id: 's', contentType: 'application/vnd.adobe.xed+json; version=2' };
		const { client } = fakeClient(answer(200, { d: { name: 'D', schemaRef } }));
		expect(await getDataset(client, 'd')).toEqual({
			id: 'd',
			name: 'D',
			schemaId: 's',
			schemaVersion: '2',
		});
	});

	it.each([
		['is not there', {}, /no dataset with this ID/],
		['has no schema', { d: { name: 'D' } }, /The dataset "D" has no schema/],
	])('that %s is told', async (_what, body, words) => {
		await expect(getDataset(fakeClient(answer(200, body)).client, 'd')).rejects.toThrow(words);
	});

	it('without a name is listed by its ID, and pages end with a short one', async () => {
		const { client } = fakeClient(answer(200, { d: {}, e: 'x' }));
		expect(await listDatasets(client, 0)).toEqual({
			datasets: [{ id: 'd', name: 'd', schemaId: '', schemaVersion: '1' }],
			next: undefined,
		});
		const full = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`d${index}`, {}]));
		expect((await listDatasets(fakeClient(answer(200, full)).client, 200)).next).toBe(300);
	});

	it.each([
		['https://ns.adobe.com/acme/schemas/1', 'tenant'],
		['https://ns.adobe.com/xdm/context/profile', 'global'],
	])('reads the schema %s from the %s container', async (schemaId, container) => {
		const { client, calls } = fakeClient(answer(200, { properties: { a: { type: 'string' } } }));
		const dataset = { id: 'd', name: 'D', schemaId, schemaVersion: '1' };
		expect((await readSchema(client, dataset)).fields).toMatchObject([{ path: 'a' }]);
		expect(calls[0]?.path).toContain(`/${container}/schemas/https%3A%2F%2F`);
	});
});
