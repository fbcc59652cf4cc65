/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type ChatRequest, completion, type ModelTurn } from './chat';

export type { ChatMessage, ChatRequest, ModelTurn } from './chat';

/** What a scripted model does next, when it sees this request. */
export type Script = Array<(request: ChatRequest) => ModelTurn | Promise<ModelTurn>>;

/** A running stand-in for a language model. */
export interface LocalModel {
	/** `http://127.0.0.1:PORT/v1`, the base URL of an OpenAI-style service */
	url: string;
	/** everything that it was asked so far */
	requests: ChatRequest[];
	/** begins another script, and forgets what it was asked */
	play(script: Script): void;
	close(): Promise<void>;
}

/**
 * Starts a model that thinks nothing and follows a script: one turn for each request, in OpenAI's chat form. So a
 * workflow with an AI agent runs without an account, and always in the same way.
 */
export async function startLocalModel(): Promise<LocalModel> {
	const requests: ChatRequest[] = [];
	let script: Script = [];
	const server = createServer((incoming, response) => {
		void answer(incoming, response, async (request) => {
			const turn = script[requests.push(request) - 1];
			return turn && completion(request, await turn(request));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		requests,
		play(next) {
			script = next;
			requests.length = 0;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function answer(
	incoming: IncomingMessage,
	response: ServerResponse,
	chat: (request: ChatRequest) => Promise<object | undefined>,
): Promise<void> {
	const send = (status: number, body: object) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	};
	const refuse = (status: number, message: string) => send(status, { error: { message } });
	if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
		return refuse(404, `There is no ${incoming.method} ${incoming.url}`);
	}
	try {
		const body = await chat(JSON.parse(await textOf(incoming)) as ChatRequest);
		if (body) send(200, body);
		else refuse(400, 'The script of the local model has ended');
	} catch (error) {
		refuse(400, `The local model cannot follow its script: ${(error as Error).message}`);
	}
}

async function textOf(incoming: IncomingMessage): Promise<string> {
	let text = '';
	for await (const piece of incoming.setEncoding('utf8')) text += String(piece);
	return text;
}
