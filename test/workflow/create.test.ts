import { runNode } from '../support/engine';
import { useLocalAdobe } from '../support/adobe';

const local = useLocalAdobe();

describe('Create', () => {
	it('sends one POST with every header and the body that Adobe documents', async () => {
		const { adobe } = local;
		const { json, error } = await runNode(local.credential(), {
			parameters: { operation: 'create', name: 'S3 one' },
		});
		expect(error).toBeUndefined();
		const [created] = adobe.connections();
		expect(json).toEqual([
			{
				id: created?.id,
				etag: created?.etag,
				name: 'S3 one',
				updated: ['name', 's3AccessKey', 's3SecretKey', 's3SessionToken'],
			},
		]);
		expect(adobe.imsRequests()).toBe(1);
		const flowServiceCalls = adobe.journal.filter(({ path }) => path.includes('flowservice'));
		expect(flowServiceCalls).toHaveLength(1);
	});
});
