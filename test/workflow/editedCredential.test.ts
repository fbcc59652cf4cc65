import { sleep } from 'n8n-workflow';
import { DEFAULT_SCOPES } from '../../credentials/ims';
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, times } from './cases';

const local = useLocalAdobe({ latencyMs: 20 });

/** Fields that somebody may change while a run goes on, and that its requests do not need. */
const edited = {
	s3SecretKey: 'edited-amid-a-run-key',
	s3SessionToken: '',
	scopes: DEFAULT_SCOPES.split(',').reverse().join(','),
};

describe('A refresh of the token amid a run', () => {
	it.each(['whole', 'merged'] as const)(
		'keeps an edit of the credential, by an n8n that stores it %s',
		async (storing) => {
			const { adobe } = local;
			const credential = local.credential({}, storing);
			const edit = async () => {
				while (adobe.connections().length < 20) await sleep(5);
				credential.data = { ...credential.data, ...edited };
				await sleep(60);
				adobe.expireTokens();
			};
			const [{ error, json }] = await Promise.all([
				runNode(credential, {
					parameters: create({ name: '={{ $json.name }}' }),
					items: times(80, (index) => ({ name: `S3 ${index}` })),
				}),
				edit(),
			]);
			expect(error).toBeUndefined();
			expect(json).toHaveLength(80);
			expect(adobe.imsRequests()).toBe(2);
			expect(credential.data).toMatchObject(edited);
			expect(credential.data.accessToken).not.toBe('');
		},
	);

	it('ends the run with a clear word if the credential was moved to another sandbox', async () => {
		const { adobe } = local;
		const credential = local.credential({}, 'whole');
		const edit = async () => {
			while (adobe.connections().length < 20) await sleep(5);
			credential.data = { ...credential.data, sandboxName: 'prod' };
			adobe.expireTokens();
		};
		const [{ error }] = await Promise.all([
			runNode(credential, {
				parameters: create({ name: '={{ $json.name }}' }),
				items: times(80, (index) => ({ name: `S3 ${index}` })),
			}),
			edit(),
		]);
		expect(error?.message).toContain('was changed to another organization, sandbox or address');
		expect(credential.data.sandboxName).toBe('prod');
		expect(adobe.connections().map(({ sandboxName }) => sandboxName)).not.toContain('prod');
	});
});
