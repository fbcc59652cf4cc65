/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { WebSocket } from 'undici';

/** What n8n sends to keep a chat open, and the answer to it. */
const HEARTBEAT = 'n8n|heartbeat';
const CONTINUE = 'n8n|continue';
/** Links of approvals do nothing for what looks like a bot. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

/** A message that waits for a click on one of its buttons. */
interface Approval {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

/** How a person decides, when the chat asks. */
export type Decide = (question: string) => 'Approve' | 'Decline';

/** What happened in a chat between a question and its end. */
export interface Conversation {
	executionId: string;
	/** what the chat asked the person to approve */
	asked: string[];
	/** what the chat said */
	said: string[];
}

/** Waits until a chat is there: n8n answers the publication before it listens. */
export async function chatIsOpen(n8nUrl: string, webhookId: string): Promise<void> {
	while ((await fetch(`${n8nUrl}/webhook/${webhookId}/chat`)).status === 404) await wait(200);
}

/**
 * Asks one question in a published chat, as its window does, and stays until the execution has ended.
 * @param webhookId of the Chat Trigger
 */
export async function chat(
	n8nUrl: string,
	webhookId: string,
	chatInput: string,
	decide: Decide,
): Promise<Conversation> {
	const sessionId = randomUUID();
	const response = await fetch(`${n8nUrl}/webhook/${webhookId}/chat`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', chatInput, sessionId }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`n8n answered ${response.status}: ${text}`);
	const { executionId, resumeToken } = JSON.parse(text) as {
		executionId: string;
		resumeToken?: string;
	};
	const query = new URLSearchParams({ sessionId, executionId, isPublic: 'true' });
	// Newer versions of n8n give the token of the execution.
	if (resumeToken) query.set('token', resumeToken);
	const conversation: Conversation = { executionId, asked: [], said: [] };
	const socket = new WebSocket(`${n8nUrl.replace(/^http/, 'ws')}/chat?${query}`);
	await new Promise<void>((resolve, reject) => {
		const hear = async (message: string) => {
			if (message === HEARTBEAT) return socket.send(`${HEARTBEAT}-ack`);
			if (message === CONTINUE) return;
			const approval = approvalIn(message);
			if (!approval) return void conversation.said.push(message);
			conversation.asked.push(approval.text);
			await press(approval, decide(approval.text));
		};
		socket.addEventListener('message', ({ data }) => void hear(String(data)).catch(reject));
		socket.addEventListener('error', () => reject(new Error('The chat has broken off')));
		socket.addEventListener('close', () => resolve());
	}).finally(() => socket.close());
	return conversation;
}

function approvalIn(message: string): Approval | undefined {
	if (!message.startsWith('{')) return undefined;
	const { text, buttons } = JSON.parse(message) as Partial<Approval>;
	return text !== undefined && buttons ? { text, buttons } : undefined;
}

async function press({ text, buttons }: Approval, label: string): Promise<void> {
	const button = buttons.find((one) => one.text === label);
	if (!button) throw new Error(`There is no button ${label} below: ${text}`);
	const response = await fetch(button.link, { headers: { 'user-agent': BROWSER } });
	if (!response.ok) throw new Error(`n8n answered ${response.status} to ${label}`);
}
