import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/flowService/bounds';
import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { testConnection } from '../../nodes/AdobeExperiencePlatform/flowService/testConnection';
import { answer, fakeSender } from './fakeRun';

describe('A connection test', () => {
	it.each([true, false])('answers what the service says: %s', async (result) => {
		const { sender } = fakeSender(answer(200, { result }));
		expect(await testConnection(sender, '1', new ItemScope())).toBe(result);
	});

	it.each([[{}], [{ result: 'true' }], [{ result: null }], [{ status: 'ok' }], [[]]])(
		'has no result where the answer is %j',
		async (body) => {
			const { sender, calls } = fakeSender(answer(200, body));
			await expect(testConnection(sender, '1', new ItemScope())).rejects.toThrow(
				'no Flow Service answer',
			);
			expect(calls).toHaveLength(BOUNDS.tries);
		},
	);

	it('is asked for again after an answer of another shape', async () => {
		const { sender } = fakeSender(answer(200, {}), answer(200, { result: true }));
		expect(await testConnection(sender, '1', new ItemScope())).toBe(true);
	});
});
