import type { IPollFunctions } from 'n8n-workflow';
import { poll } from '../../../nodes/AdobeExperiencePlatform/trigger/poll';

/** A trigger of a workflow that n8n has not stored yet, with one response of the service. */
function triggerOver(statusCode: number, headers: Record<string, string> = {}) {
	const data: Record<string, unknown> = {};
	const context = {
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: undefined }),
		getNode: () => ({ id: 'n', name: 'Trigger', type: 'trigger', typeVersion: 1 }),
		getNodeParameter: (name: string, fallback: unknown) =>
			name === 'events' ? ['failed'] : fallback,
		getWorkflowStaticData: () => data,
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		logger: { info: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async () => ({ statusCode, headers, body: { items: [] } }),
		},
	};
	return { context: context as unknown as IPollFunctions, data };
}

describe('A poll', () => {
	it.each([
		[429, 'rate-limited'],
		[403, 'configuration-invalid'],
		[503, 'temporarily-unavailable'],
	])('that ends with %i tells n8n why, and leaves no memory', async (status, cause) => {
		const { context, data } = triggerOver(status, { 'retry-after': '600' });
		await expect(poll(context)).rejects.toMatchObject({ failure: { cause } });
		expect(data).toEqual({});
	});

	it('of a workflow without an ID begins a memory of its own', async () => {
		const { context, data } = triggerOver(200);
		expect(await poll(context)).toBeNull();
		const { watched } = data.memory as { watched: string };
		expect(JSON.parse(watched)).toEqual(['', 'Trigger', 'o@AdobeOrg', 'dev', '', ['failed']]);
	});
});
