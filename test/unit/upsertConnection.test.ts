import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { upsertConnection } from '../../nodes/AdobeExperiencePlatform/flowService/upsertConnection';
import { answer, draft, fakeSender } from './fakeRun';

describe('Create or Update', () => {
	it('creates nothing where the search gets no list: there may be one of the name', async () => {
		const { sender, calls } = fakeSender(answer(200, { status: 'ok' }));
		await expect(upsertConnection(sender, draft, new ItemScope())).rejects.toThrow(
			'no Flow Service answer',
		);
		expect(calls.map(({ method }) => method)).not.toContain('POST');
	});
});
