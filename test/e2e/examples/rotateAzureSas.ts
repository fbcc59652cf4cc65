import type { LocalAdobe } from '../../../local/adobe';
import { readExample } from '../../../local/demo';
import { withLocalServices } from '../../../local/localServices';
import { errorOf, type Execution, itemsOf } from '../../../local/n8n/runData';
import { azureBlob } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/azure';
import { findLeaks } from '../../support/leaks';
import { storing } from '../../../local/tryOut';
import { type ExampleTest, nodesRun, run, withSettings } from './example';

const example = readExample('rotate-azure-sas.json');
const NAME = 'Azure landing zone';
const OLD =
	'https://acmelanding.blob.core.windows.net/landing?sp=rl&se=2020-01-01&sig=FAKEoldFAKEold';
const OUR_NODES = ['Find the connection', 'Put it into the connection'];

function seed(adobe: LocalAdobe) {
	const [, method] = azureBlob.methods;
	return adobe.seedConnection({
		name: NAME,
		connectionSpec: { id: azureBlob.specId, version: '1.0' },
		specName: method?.specName,
		params: { sasUri: OLD, container: 'acme-landing' },
	});
}

function ours({ data }: Execution): Record<string, string> {
	const { runData } = data.resultData;
	return Object.fromEntries(OUR_NODES.map((name) => [name, JSON.stringify(runData[name])]));
}

export const rotateAzureSas: ExampleTest = {
	workflows({ adobe }) {
		const local = storing(withLocalServices(example, adobe));
		return [local, withSettings(local, 'rotateOfNothing', { connectionName: 'Not there' })];
	},
	tests(lab) {
		it('puts a new SAS URI from Azure into the connection and tests it', async () => {
			const { adobe } = lab();
			const { id } = seed(adobe);
			const execution = await run(lab(), example.id);
			expect(errorOf(execution)).toBeUndefined();
			expect(execution.status).toBe('success');
			const { sasUri, container } = adobe.connection(id)?.auth?.params ?? {};
			expect(container).toBe('acme-landing');
			const address = new URL(String(sasUri));
			expect(`${address.origin}${address.pathname}`).toBe(
				'https://acmelanding.blob.core.windows.net/landing',
			);
			const [done] = itemsOf(execution, 'The new signature is in place');
			expect(done?.json).toEqual({
				connectionId: id,
				expiresAt: new Date(address.searchParams.get('se') ?? '').toISOString(),
			});
			const secrets = ['FAKEoldFAKEold', address.searchParams.get('sig') ?? ''];
			expect(findLeaks(ours(execution), secrets)).toEqual([]);
		});

		it('fails with a message when there is no such connection', async () => {
			const { adobe } = lab();
			seed(adobe);
			const execution = await run(lab(), 'rotateOfNothing');
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toBe(
				'There is no base connection called "Not there" for Azure Blob Storage: check connectionName in Settings.',
			);
		});

		it('fails with a message when the new signature does not work', async () => {
			const { adobe } = lab();
			const { id } = seed(adobe);
			adobe.set({ testResult: false });
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('error');
			expect(errorOf(execution)?.message).toMatch(/not renewed.*test failed after the update/);
			expect(nodesRun(execution)).not.toContain('The new signature is in place');
			expect(adobe.connection(id)?.auth?.params.sasUri).not.toBe(OLD);
		});
	},
};
