/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test waits for a real n8n */
import { setTimeout as wait } from 'node:timers/promises';

import { readExample } from '../../../local/demo';
import { type ChatRequest, type LocalModel, startLocalModel } from '../../../local/model';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { sftp } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/sftp';
import { findLeaks } from '../../support/leaks';
import { chat, chatIsOpen, type Decide } from '../../support/n8n/chat';
import { variant } from '../support/workflows';
import { type ExampleTest, runsOf, withoutSecrets } from './example';

const example = readExample('agent-tool.json');
const TRIGGER = 'When a chat message arrives';
const webhookId = String(example.nodes.find(({ name }) => name === TRIGGER)?.webhookId);
const NAME = 'S3 orders';
/** The chat looks every 3 s; a model that answers faster could ask twice between two looks. */
const THINKS_MS = 4_000;

/** What the last tool told the model. */
function told({ messages }: ChatRequest): string {
	return JSON.stringify(messages.at(-1)?.content);
}

function idIn(text: string): string {
	return /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0] ?? '';
}

const createOrUpdate = (bucketName: string) => () => ({
	tool: 'Create_or_update_a_connection',
	input: toApprove({ name: NAME, bucketName, description: 'Orders of the web shop' }),
});

/** n8n has two sets of input for a tool that a person approves: the tool's, and that of the approval. */
const toApprove = (toolParameters: object) => ({ toolParameters, hitlParameters: {} });

const testIt = (request: ChatRequest) => ({
	tool: 'Test_a_connection',
	input: { connectionId: idIn(told(request)) },
});

const repeatWhatWasTold = (request: ChatRequest) => ({ text: told(request) });

export const agentTool: ExampleTest = {
	// The chat of the editor is not there without one.
	workflows: () => [variant(example, example.id, { [TRIGGER]: { public: true } })],
	tests(lab) {
		let model: LocalModel;

		beforeAll(async () => {
			const { editor, n8n } = lab();
			model = await startLocalModel();
			await n8n.importCredentials({
				id: 'openAiDemo',
				name: 'OpenAI account',
				type: 'openAiApi',
				data: { apiKey: 'a local model asks for none', url: model.url },
			});
			await editor.publish(example.id);
			await chatIsOpen(n8n.url, webhookId);
		});

		afterAll(async () => await model?.close());

		const approve = () => 'Approve' as const;

		/** Asks something in the chat; what the model does is in its script. */
		async function ask(decide: Decide = approve) {
			const { editor, n8n } = lab();
			const { executionId, ...talk } = await chat(n8n.url, webhookId, 'Please.', decide);
			const execution = withoutSecrets(lab(), await editor.execution(executionId));
			return { ...talk, execution };
		}

		it('creates a connection that a person has approved, tests it, and shows the model no key', async () => {
			const { adobe } = lab();
			model.play([createOrUpdate('acme-landing'), testIt, repeatWhatWasTold]);
			let before: unknown;
			const { execution, asked, said } = await ask(() => {
				before = adobe.connections();
				return 'Approve';
			});
			expect(execution.status).toBe('success');
			expect(before).toEqual([]);
			expect(asked).toEqual([
				'**Create or update a connection**?\n\n- name: S3 orders\n- bucketName: acme-landing\n- description: Orders of the web shop',
			]);
			const [connection] = adobe.connections();
			expect(connection).toMatchObject({
				name: NAME,
				description: 'Orders of the web shop',
				auth: {
					params: { bucketName: 'acme-landing', s3SecretKey: adobe.demo.s3SecretKey },
				},
			});
			expect(said).toEqual([expect.stringContaining(String(connection?.id))]);
			expect(said).toEqual([expect.stringMatching(/result\W+true/)]);
			const { clientSecret, s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
			const places = { 'what the model saw': JSON.stringify(model.requests) };
			const secrets = [clientSecret, s3AccessKey, s3SecretKey, s3SessionToken];
			expect(findLeaks(places, secrets)).toEqual([]);
		});

		it('writes nothing that a person has declined, and tells the model', async () => {
			const { adobe } = lab();
			model.play([createOrUpdate('acme-landing'), repeatWhatWasTold]);
			const { execution, asked, said } = await ask(() => 'Decline');
			expect(execution.status).toBe('success');
			expect(asked).toHaveLength(1);
			expect(said).toEqual([expect.stringMatching(/rejected the tool call/)]);
			expect(adobe.connections()).toEqual([]);
			expect(adobe.journal.filter(({ path }) => path.includes('/connections'))).toEqual([]);
			expect(runsOf(execution, 'Create or update a connection')).toBe(0);
		});

		it('offers the eight tools, and no field for a key', async () => {
			model.play([() => ({ text: 'Nothing to do.' })]);
			const { said } = await ask();
			expect(said).toEqual(['Nothing to do.']);
			const tools = model.requests[0]?.tools ?? [];
			const fields = tools.map((tool) => [tool.function.name, fieldsOf(tool.function.parameters)]);
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
			model.play([() => ({ tool: 'List_connections', input: {} }), repeatWhatWasTold]);
			const { asked, said } = await ask();
			expect(asked).toEqual([]);
			expect(said).toEqual([expect.stringMatching(/source\W+sftp/)]);
			expect(findLeaks({ seen: JSON.stringify(model.requests) }, ['FAKEpassWORD'])).toEqual([]);
		});

		it('imports a file into a dataset, after a person has approved it', async () => {
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
					input: toApprove({
						name: 'Stores',
						connectionId: id,
						path: '/acme-landing/stores/stores.csv.gz',
						datasetId: /[0-9a-f]{24}/.test(told(request)) ? DATASETS.stores : 'not told',
					}),
				}),
				repeatWhatWasTold,
			]);
			const { execution, asked, said } = await ask();
			expect(execution.status).toBe('success');
			expect(asked).toEqual([
				expect.stringContaining('- path: /acme-landing/stores/stores.csv.gz'),
			]);
			const [flow] = adobe.flows();
			expect(flow?.name).toBe('Stores');
			expect(said).toEqual([expect.stringContaining(String(flow?.id))]);
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
			model.play([() => ({ tool: 'List_failed_runs', input }), repeatWhatWasTold]);
			const { said, execution } = await ask();
			expect(execution.status).toBe('success');
			const [answer] = said;
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
			model.play([() => ({ tool: 'Check_health', input: {} }), repeatWhatWasTold]);
			const { asked, said, execution } = await ask();
			expect(execution.status).toBe('success');
			expect(asked).toEqual([]);
			const [answer] = said;
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
			model.play([list, testIt, repeatWhatWasTold]);
			const { said, execution } = await ask();
			expect(execution.status).toBe('success');
			expect(said).toEqual([expect.stringMatching(/result\W+false/)]);
			expect(runsOf(execution, 'List connections')).toBe(1);
		});

		it('tells the model what is wrong with its input, so that it can do better', async () => {
			const { adobe } = lab();
			model.play([
				createOrUpdate('Acme_Landing'),
				async (request) => {
					await wait(THINKS_MS);
					return createOrUpdate(/Bucket Name/.test(told(request)) ? 'acme-landing' : '')();
				},
				() => ({ text: 'Done, after a second try.' }),
			]);
			const { asked, said, execution } = await ask();
			expect(execution.status).toBe('success');
			expect(asked).toHaveLength(2);
			expect(said).toEqual(['Done, after a second try.']);
			expect(adobe.connections()[0]?.auth?.params.bucketName).toBe('acme-landing');
		});
	},
};

interface Schema {
	properties?: Record<string, Schema>;
}

/** What the model may set; those of a tool that a person approves are one level deeper. */
function fieldsOf(schema: Schema = {}): string[] {
	const { properties = {} } = schema;
	return Object.keys(properties.toolParameters?.properties ?? properties);
}
