import type { IExecuteFunctions } from 'n8n-workflow';
import { FlowService, ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService';

const settings = { timeout: 60 };

/** The service over a helper of n8n that gives prepared replies. */
async function open(...replies: Array<{ statusCode: number; body: unknown }>) {
	let requests = 0;
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		helpers: {
			httpRequestWithAuthentication: async () => ({ headers: {}, ...replies[requests++] }),
		},
	};
	const service = await FlowService.open(context as unknown as IExecuteFunctions);
	return { service, requests: () => requests };
}

describe('The role for the bucket policy', () => {
	const good = { statusCode: 200, body: { configParams: { IAMRole: 'arn:x' } } };

	it('is asked for once, also by items side by side', async () => {
		const { service, requests } = await open(good);
		const roles = [1, 2].map(async () => await service.iamRole(settings, new ItemScope()));
		expect(await Promise.all(roles)).toEqual(['arn:x', 'arn:x']);
		expect(await service.iamRole(settings, new ItemScope())).toBe('arn:x');
		expect(requests()).toBe(1);
	});

	it('is asked for again after a failure', async () => {
		const { service, requests } = await open({ statusCode: 403, body: {} }, good);
		await expect(service.iamRole(settings, new ItemScope())).rejects.toThrow(/permission/);
		expect(await service.iamRole(settings, new ItemScope())).toBe('arn:x');
		expect(requests()).toBe(2);
	});
});
