/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type { CredentialEntry, WorkflowEntry } from './entries';
import { decodeRunData } from './flatted';
import type { Execution } from './runData';
import type { N8nProgram } from './versions';

/** The person who owns a local n8n. */
export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** How a credential test ended, as the editor shows it. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** The calls that n8n's editor makes. One object is one browser: it keeps its cookie. */
export class EditorApi {
	private cookie = '';

	// n8n ties a sign-in to the browser that made it.
	private readonly browserId = randomUUID();

	constructor(
		private readonly url: string,
		private readonly program: N8nProgram,
	) {}

	/** Makes the owner, where there is none yet, and signs in. */
	async signIn(owner: Owner): Promise<void> {
		const settings = (await this.call('GET', '/rest/settings')) as {
			userManagement: { showSetupOnFirstLoad?: boolean };
		};
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.call('POST', '/rest/owner/setup', owner);
		}
		const { email, password } = owner;
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, email, password });
	}

	/** Saves a new credential and gives its ID. */
	async createCredential({ name, type, data }: Omit<CredentialEntry, 'id'>): Promise<string> {
		const saved = (await this.call('POST', '/rest/credentials', { name, type, data })) as {
			id: string;
		};
		return saved.id;
	}

	/** Tests a credential as the editor does when it is saved. */
	async testCredential(credentials: CredentialEntry): Promise<CredentialTest> {
		return (await this.call('POST', '/rest/credentials/test', { credentials })) as CredentialTest;
	}

	/** Saves a new workflow and gives its ID. */
	async createWorkflow({ name, nodes, connections, settings }: WorkflowEntry): Promise<string> {
		const workflow = { name, nodes, connections, settings: settings ?? {} };
		const saved = (await this.call('POST', '/rest/workflows', workflow)) as { id: string };
		return saved.id;
	}

	/** Publishes a stored workflow as it is. */
	async publish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = (await this.call('GET', path)) as { versionId: string };
		await this.call('POST', `${path}/activate`, { versionId });
	}

	/** Runs a stored workflow from its first trigger, as "Execute workflow" does, and waits for the end. */
	async runWorkflow(workflowId: string): Promise<Execution> {
		const workflowData = (await this.call('GET', `/rest/workflows/${workflowId}`)) as WorkflowEntry;
		const trigger = workflowData.nodes.find(({ type }) => /trigger$/i.test(type));
		const { executionId } = (await this.call('POST', `/rest/workflows/${workflowId}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger?.name },
		})) as { executionId: string };
		for (;;) {
			const execution = await this.execution(executionId);
			if (!['new', 'running', 'waiting'].includes(execution.status)) return execution;
			await wait(200);
		}
	}

	/** A stored execution, decoded; without data as long as n8n has not stored any. */
	async execution(id: string): Promise<Execution> {
		const stored = (await this.call('GET', `/rest/executions/${id}`)) as Execution & {
			data?: string;
		};
		const data = stored.data
			? decodeRunData(this.program, stored.data)
			: { resultData: { runData: {} } };
		return { ...stored, data };
	}

	/** One call; gives `data` of the answer, or the answer itself where it has none. */
	async call(method: string, path: string, body?: object): Promise<unknown> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': this.browserId,
				...(this.cookie && { cookie: this.cookie }),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		const [cookie] = response.headers.getSetCookie();
		if (cookie) [this.cookie = ''] = cookie.split(';');
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n answered ${method} ${path} with ${response.status}: ${text}`);
		}
		const answer = JSON.parse(text) as { data?: unknown };
		return answer.data ?? answer;
	}
}
