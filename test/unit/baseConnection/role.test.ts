import {
	readRole,
	type AuthMethod,
} from '../../../nodes/AdobeExperiencePlatform/flowService/baseConnection';
import { answer, fakeClient, roleDraft } from '../fakeRun';

describe('The role for the bucket policy', () => {
	it.each([
		[{ configParams: { IAMRole: 'arn:aws:iam::1:role/x' } }, 'arn:aws:iam::1:role/x'],
		[{ configParams: { IAMRole: 5 } }, undefined],
		[{}, undefined],
	])('from the answer %j is %s', async (body, role) => {
		const { client } = fakeClient(answer(200, body));
		const { source, method } = roleDraft;
		const how = method.role as NonNullable<AuthMethod['role']>;
		expect(await readRole(client, source, how)).toBe(role);
	});
});
