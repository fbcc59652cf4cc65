import { readRole } from '../../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import type { AuthMethod } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { answer, fakeClient, roleDraft } from '../fakeExecution';

describe('The role for the bucket policy', () => {
	it.each([
		[{ configParams: { IAMRole: 'arn:aws:iam::1:role/x' } }, 'arn:aws:iam::1:role/x'],
		[{ configParams: [{ IAMRole: 'arn:1' }] }, 'arn:1'],
		[
			{
				configParams: [
					{ name: 'Other', value: 'no' },
					{ name: 'IAMRole', value: 'arn:2' },
				],
			},
			'arn:2',
		],
		[{ items: [{ configParams: { IAMRole: 'arn:3' } }] }, 'arn:3'],
		[[{ configParams: { IAMRole: 'arn:4' } }], 'arn:4'],
		[{ IAMRole: 'arn:5' }, 'arn:5'],
		[{ configParams: { IAMRole: 5 } }, undefined],
		[[], undefined],
		[{}, undefined],
	])('from the answer %j is %s', async (body, role) => {
		const { client } = fakeClient(answer(200, body));
		const { source, method } = roleDraft;
		const how = method.role as NonNullable<AuthMethod['role']>;
		expect(await readRole(client, source, how)).toBe(role);
	});
});
