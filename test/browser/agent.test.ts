import { readExample, demoCredential } from '../../local/demo';
import { type ChatRequest, type LocalModel, startLocalModel } from '../../local/model';
import { type BrowserLab, openBrowserLab } from './support/browserLab';
import { Chat } from './support/chat';
import { story } from './support/pictures';

const example = readExample('agent-tool.json');

let model: LocalModel;
let lab: BrowserLab;
let chat: Chat;

const shows = story(() => lab?.editor.page);

/** A person talks to the agent in the chat of the editor. The model follows a script. */
beforeAll(async () => {
	model = await startLocalModel();
	lab = await openBrowserLab({
		fill: async (n8n, adobe) => {
			await n8n.importCredentials(demoCredential(adobe), {
				id: 'openAiDemo',
				name: 'OpenAI account',
				type: 'openAiApi',
				data: { apiKey: 'a local model asks for none', url: model.url },
			});
			await n8n.importWorkflows(example);
		},
	});
	chat = new Chat(lab.editor.page);
}, 600_000);

afterAll(async () => {
	await lab?.close();
	await model?.close();
});

const connect = () => ({
	tool: 'Create_or_update_a_connection',
	input: {
		toolParameters: { name: 'S3 orders', bucketName: 'acme-landing', description: 'Orders' },
		hitlParameters: {},
	},
});

const wasRejected = ({ messages }: ChatRequest) =>
	JSON.stringify(messages.at(-1)?.content).includes('rejected');

shows('answers a question at once', async () => {
	model.play([() => ({ tool: 'Check_health', input: {} }), () => ({ text: 'All is well.' })]);
	await lab.editor.openWorkflow(example.id);
	await chat.open();
	await chat.say('Is everything all right with our data?');
	await chat.hear('All is well.');
});

shows(
	'shows what the agent is about to write, and writes nothing if a person declines',
	async () => {
		model.play([
			connect,
			(request) => ({ text: wasRejected(request) ? 'Nothing was changed.' : 'Done.' }),
		]);
		await chat.say('Connect the bucket acme-landing.');
		await chat.hear('bucketName: acme-landing');
		expect(lab.adobe.connections()).toEqual([]);
		await chat.press('Decline');
		await chat.hear('Nothing was changed.');
		expect(lab.adobe.connections()).toEqual([]);
	},
);

shows('writes it once a person has approved it', async () => {
	model.play([connect, () => ({ text: 'S3 orders is connected.' })]);
	await chat.say('Connect the bucket acme-landing.');
	await chat.press('Approve');
	await chat.hear('S3 orders is connected.');
	expect(lab.adobe.connections()).toMatchObject([{ name: 'S3 orders' }]);
});
