import { ApiClient } from '../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { MISSING } from '../support/madeUp';
import { create, flowCalls, keySet, updateFromItem, updateToken } from './cases';

const local = useLocalAdobe();

/** Items of which the second asks for a connection that is not there and the third is refused. */
function mixedItems() {
	const { adobe } = local;
	const ids = [adobe.seedConnection().id, MISSING, 'a/b', adobe.seedConnection().id];
	return ids.map((id, index) => ({ id, ...keySet(index) }));
}

describe('Continue On Fail', () => {
	it('puts failures and refusals into the place of their items', async () => {
		const items = mixedItems();
		const run = await runNode(local.credential(), {
			parameters: updateFromItem,
			items,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(run.error).toBeUndefined();
		expect(run.json).toEqual([
			expect.objectContaining({ id: items[0]?.id }),
			{ error: expect.stringMatching(/^There is no connection with this ID in this sandbox\. .+/) },
			{ error: expect.stringMatching(/^Connection is not a connection ID\. .+/) },
			expect.objectContaining({ id: items[3]?.id }),
		]);
		expect(run.json[0]).not.toHaveProperty('error');
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
	});

	it('does not take a mistake in the code for a failure of one item: the run fails', async () => {
		const broken = jest.spyOn(ApiClient.prototype, 'sendUntilUnclear').mockImplementation(() => {
			throw new TypeError('made up by this test');
		});
		const { error, json } = await runNode(local.credential(), {
			parameters: create(),
			items: [{}, {}, {}],
			settings: { onError: 'continueRegularOutput' },
		});
		broken.mockRestore();
		expect(error?.message ?? json).toContain('made up by this test');
		expect(flowCalls(local.adobe)).toEqual([]);
	});

	it('sends failures and refusals to the error output', async () => {
		const items = mixedItems();
		const { outputs } = await runNode(local.credential(), {
			parameters: updateFromItem,
			items,
			settings: { onError: 'continueErrorOutput' },
		});
		const [good = [], bad = []] = outputs;
		expect(good.map(({ json }) => json.id)).toEqual([items[0]?.id, items[3]?.id]);
		expect(bad.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/^There is no connection with this ID/),
			expect.stringMatching(/is not a connection ID/),
		]);
		expect(bad.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
	});

	it('reports a wrong credential once, to every item alike', async () => {
		const { adobe } = local;
		const { json, error } = await runNode(local.credential({ clientSecret: 'no such secret' }), {
			parameters: create({ name: '={{ $json.name }}' }),
			items: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(3);
		for (const { error: message } of json) expect(message).toMatch(/refuses the Client Secret/);
		expect(adobe.imsRequests()).toBe(1);
		expect(flowCalls(adobe)).toEqual([]);
	});

	it('reports an empty field of the credential to every item', async () => {
		const { json } = await runNode(local.credential({ sandboxName: '' }), {
			parameters: create(),
			items: [{}, {}],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json.map(({ error }) => String(error))).toEqual(
			[0, 1].map(() => expect.stringMatching(/^Sandbox Name missing in the Adobe credential/)),
		);
		expect(local.adobe.journal).toEqual([]);
	});

	it('gives every item its message if Max Concurrency cannot be read', async () => {
		const { error, json } = await runNode(local.credential(), {
			parameters: create({ options: { maxConcurrency: "={{ $('Nowhere').first().json.x }}" } }),
			items: [{}, {}],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([{ error: expect.stringMatching(/\S/) }, { error: expect.any(String) }]);
		expect(flowCalls(local.adobe)).toEqual([]);
	});

	it('stops at the first failure without it', async () => {
		const { error, json } = await runNode(local.credential(), {
			parameters: updateToken(MISSING, keySet(1)),
		});
		expect(error?.message).toBe('There is no connection with this ID in this sandbox');
		expect(json).toEqual([]);
	});
});
