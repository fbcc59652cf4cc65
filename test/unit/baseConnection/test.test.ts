import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { testConnection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { answer, fakeClient } from '../fakeExecution';

describe('A connection test', () => {
	it.each([true, false])('answers what the service says: %s', async (result) => {
		const { client } = fakeClient(answer(200, { result }));
		expect(await testConnection(client, '1')).toBe(result);
	});

	it.each([[{}], [{ result: 'true' }], [{ result: null }], [{ status: 'ok' }], [[]]])(
		'has no result if the answer is %j',
		async (body) => {
			const { client, calls } = fakeClient(answer(200, body));
			await expect(testConnection(client, '1')).rejects.toThrow(
				'does not come from a Platform API',
			);
			expect(calls).toHaveLength(BOUNDS.tries);
		},
	);

	it('is asked for again after an answer of another shape', async () => {
		const { client } = fakeClient(answer(200, {}), answer(200, { result: true }));
		expect(await testConnection(client, '1')).toBe(true);
	});
});
