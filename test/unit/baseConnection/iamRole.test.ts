import { readIamRole } from '../../../nodes/AdobeExperiencePlatform/flowService/baseConnection/iamRole';
import { answer, fakeClient } from '../fakeRun';

describe('The role for the bucket policy', () => {
	it.each([
		[{ configParams: { IAMRole: 'arn:aws:iam::1:role/x' } }, 'arn:aws:iam::1:role/x'],
		[{ configParams: { IAMRole: 5 } }, undefined],
		[{}, undefined],
	])('from the answer %j is %s', async (body, role) => {
		const { client } = fakeClient(answer(200, body));
		expect(await readIamRole(client)).toBe(role);
	});
});
