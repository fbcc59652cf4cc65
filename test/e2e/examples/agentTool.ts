import { readExample } from '../../../local/demo';
import { type ChatRequest, type LocalModel, startLocalModel } from '../../../local/model';
import { type Execution, itemsOf } from '../../../local/n8n/runData';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { sftp } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/sftp';
import { findLeaks } from '../../support/leaks';
import { type ExampleTest, run, runsOf } from './example';

const example = readExample('agent-tool.json');
const NAME = 'S3 orders';

/** What the last tool told the model. */
function told({ messages }: ChatRequest): string {
	return JSON.stringify(messages.at(-1)?.content);
}

function idIn(text: string): string {
	return /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0] ?? '';
}

function said(execution: Execution): unknown[] {
	return itemsOf(execution, 'AI Agent').map(({ json }) => json.output);
}

const createOrUpdate = (bucketName: string) => () => ({
	tool: 'Create_or_update_a_connection',
	input: { name: NAME, bucketName, description: 'Orders of the web shop' },
});

const testIt = (request: ChatRequest) => ({
	tool: 'Test_a_connection',
	input: { connectionId: idIn(told(request)) },
});

export const agentTool: ExampleTest = {
	workflows: () => [example],
	tests(lab) {
		let model: LocalModel;

		beforeAll(async () => {
			model = await startLocalModel();
			await lab().n8n.importCredentials({
				id: 'openAiDemo',
				name: 'OpenAI account',
				type: 'openAiApi',
				data: { apiKey: 'a local model asks for none', url: model.url },
			});
		});

		afterAll(async () => await model.close());

		it('lets the model make a connection and test it, and shows it no key', async () => {
			const { adobe } = lab();
			model.play([createOrUpdate('acme-landing'), testIt, (request) => ({ text: told(request) })]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			const [connection] = adobe.connections();
			expect(connection).toMatchObject({
				name: NAME,
				description: 'Orders of the web shop',
				auth: {
					params: { bucketName: 'acme-landing', s3SecretKey: adobe.demo.s3SecretKey },
				},
			});
			expect(said(execution)).toEqual([expect.stringContaining(String(connection?.id))]);
			expect(said(execution)).toEqual([expect.stringMatching(/result\W+true/)]);
			const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
			const places = { 'what the model saw': JSON.stringify(model.requests) };
			const secrets = [clientSecret, s3AccessKey, s3SecretKey, s3SessionToken];
			expect(findLeaks(places, secrets)).toEqual([]);
		});

		it('offers the eight tools, and no field for a key', async () => {
			model.play([() => ({ text: 'Nothing to do.' })]);
			await run(lab(), example.id);
			const tools = model.requests[0]?.tools ?? [];
			const fields = tools.map((tool) => [
				tool.function.name,
				Object.keys(tool.function.parameters?.properties ?? {}),
			]);
			expect(Object.fromEntries(fields)).toEqual({
				List_connections: [],
				Create_or_update_a_connection: ['name', 'bucketName', 'description'],
				Test_a_connection: ['connectionId'],
				Look_for_files: ['connectionId', 'lookAt', 'folder'],
				Find_a_dataset: ['name'],
				Bring_a_file_into_a_dataset: ['name', 'connectionId', 'path', 'datasetId'],
				List_failed_runs: ['startedAfter', 'startedBefore'],
				Check_health: [],
			});
		});

		it('tells the model the source of each connection', async () => {
			const { adobe } = lab();
			const connectionSpec = { id: sftp.specId, version: '1.0' };
			const params = { host: 'files.example.com', userName: 'acme', password: 'FAKEpassWORD' };
			adobe.seedConnection({
				name: 'Files',
				connectionSpec,
				specName: sftp.methods[0]?.specName,
				params,
			});
			model.play([
				() => ({ tool: 'List_connections', input: {} }),
				(request) => ({ text: told(request) }),
			]);
			const execution = await run(lab(), example.id);
			expect(said(execution)).toEqual([expect.stringMatching(/source\W+sftp/)]);
			expect(findLeaks({ seen: JSON.stringify(model.requests) }, ['FAKEpassWORD'])).toEqual([]);
		});

		it('lets the model bring a file into a dataset', async () => {
			const { adobe } = lab();
			const { id } = adobe.seedConnection({ name: NAME });
			const look = (lookAt: string, folder: string) => () => ({
				tool: 'Look_for_files',
				input: { connectionId: id, lookAt, folder },
			});
			model.play([
				look('root', '/'),
				look('folder', '/acme-landing/stores/'),
				() => ({ tool: 'Find_a_dataset', input: { name: 'Acme Stores' } }),
				(request) => ({
					tool: 'Bring_a_file_into_a_dataset',
					input: {
						name: 'Stores',
						connectionId: id,
						path: '/acme-landing/stores/stores.csv.gz',
						datasetId: /[0-9a-f]{24}/.test(told(request)) ? DATASETS.stores : 'not told',
					},
				}),
				(request) => ({ text: told(request) }),
			]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			const [flow] = adobe.flows();
			expect(flow?.name).toBe('Stores');
			expect(said(execution)).toEqual([expect.stringContaining(String(flow?.id))]);
			expect(told(model.requests.at(-3) as ChatRequest)).toContain('stores.csv.gz');
		});

		it('tells the model which dataflows failed yesterday, and why', async () => {
			const { adobe } = lab();
			adobe.seedTenant();
			const yesterday = Date.now() - 24 * 60 * 60 * 1000;
			const [flow] = adobe.flows();
			const times = { startedAt: yesterday, completedAt: yesterday + 60_000 };
			adobe.seedRun({ flowId: String(flow?.id), outcome: 'keysRefused', ...times });
			const input = {
				startedAfter: new Date(yesterday - 1_000).toISOString(),
				startedBefore: new Date(yesterday + 1_000).toISOString(),
			};
			model.play([
				() => ({ tool: 'List_failed_runs', input }),
				(request) => ({ text: told(request) }),
			]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			const [answer] = said(execution);
			expect(answer).toContain(flow?.name);
			expect(answer).toMatch(/keysRefused\W+true/);
			expect(answer).toMatch(/CONNECTOR-1001-500/);
		});

		it('tells the model whether everything is all right, the worst first', async () => {
			const { adobe } = lab();
			adobe.seedTenant();
			const [failing, other] = adobe.flows();
			const completedAt = Date.now() - 1_000;
			const times = { startedAt: completedAt - 60_000, completedAt };
			adobe.seedRun({ flowId: String(failing?.id), outcome: 'network', ...times });
			model.play([
				() => ({ tool: 'Check_health', input: {} }),
				(request) => ({ text: told(request) }),
			]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			const [answer] = said(execution).map(String);
			expect(answer).toMatch(/health\W+failing/);
			expect(answer).toMatch(/cause\W+network/);
			expect(answer?.indexOf(String(failing?.name))).toBeLessThan(
				answer?.indexOf(String(other?.name)) ?? -1,
			);
		});

		it('tells the model when a connection does not work', async () => {
			const { adobe } = lab();
			adobe.seedConnection({ name: NAME });
			adobe.set({ testResult: false });
			const list = () => ({ tool: 'List_connections', input: {} });
			model.play([list, testIt, (request) => ({ text: told(request) })]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			expect(said(execution)).toEqual([expect.stringMatching(/result\W+false/)]);
			expect(runsOf(execution, 'List connections')).toBe(1);
		});

		it('tells the model what is wrong with its input, so that it can do better', async () => {
			const { adobe } = lab();
			model.play([
				createOrUpdate('Acme_Landing'),
				(request) => createOrUpdate(/Bucket Name/.test(told(request)) ? 'acme-landing' : '')(),
				() => ({ text: 'Done, after a second try.' }),
			]);
			const execution = await run(lab(), example.id);
			expect(execution.status).toBe('success');
			expect(said(execution)).toEqual(['Done, after a second try.']);
			expect(adobe.connections()[0]?.auth?.params.bucketName).toBe('acme-landing');
		});
	},
};
