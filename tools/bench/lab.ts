/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

import { type LocalAdobe, startLocalAdobe } from '../../local/adobe';
import { demoCredential, demoOwner } from '../../local/demo';
import { environmentOf } from '../../local/n8n/environment';
import type { WorkflowEntry } from '../../local/n8n/entries';
import type { N8nInstance } from '../../local/n8n/instance';
import { EditorApi } from '../../local/n8n/rest';
import { N8nServer } from '../../local/n8n/server';
import { anyFreePort } from '../../local/ports';
import { discard, freshN8n } from '../../test/support/n8n/freshN8n';
import {
	type Access,
	type Contender,
	CONTENDERS,
	CREDENTIALS,
	JOBS,
	workflowOf,
} from './contenders';

const OWN_NODES = join(__dirname, 'nodes');
/** Inside the checkout, so that what they import is found. */
const BUILT_NODES = join(__dirname, '..', '..', '.local', 'bench', 'nodes');

/** One n8n with all contenders in it, and the local Adobe that they work against. */
export interface BenchLab {
	adobe: LocalAdobe;
	/** where the webhooks are */
	url: string;
	/** process ID of n8n */
	pid: number;
	version: string;
	/** makes a workflow that its webhook starts, and waits until that is registered */
	publish(workflow: WorkflowEntry): Promise<void>;
	close(): Promise<void>;
}

/** Where n8n writes the CPU profile of a turn that asks for one. */
export const PROFILE = join(BUILT_NODES, '..', 'bench.cpuprofile');

/** Starts both. */
export async function openBenchLab(
	contenders: readonly Contender[] = CONTENDERS,
): Promise<BenchLab> {
	buildNodes();
	const adobe = await startLocalAdobe();
	const n8n = await freshN8n();
	const access: Access = { url: adobe.url, ...adobe.demo };
	let server: N8nServer | undefined;
	const close = async () => {
		await server?.stop();
		await discard(n8n);
		await adobe.close();
	};
	const api = new EditorApi(n8n.url, n8n.program);
	const publish = async (workflow: WorkflowEntry) => {
		await publishIn(api, workflow);
		await registered(`${n8n.url}/webhook/${workflow.name}`);
	};
	try {
		await n8n.importCredentials(demoCredential(adobe), oauth2(access));
		server = await start(n8n, access);
		await api.signIn(demoOwner);
		for (const job of JOBS) {
			for (const contender of contenders) await publish(workflowOf(job, contender, access));
		}
	} catch (error) {
		await close();
		throw error;
	}
	const { version } = n8n.program;
	return { adobe, url: `${n8n.url}/webhook`, pid: server.pid, version, publish, close };
}

/** n8n answers an activation before it has registered the webhook. */
async function registered(url: string): Promise<void> {
	for (let tries = 0; tries < 100; tries++) {
		const body = JSON.stringify({ items: [], keys: {} });
		const headers = { 'content-type': 'application/json' };
		const { status } = await fetch(url, { method: 'POST', headers, body });
		if (status !== 404) return;
		await wait(100);
	}
	throw new Error(`n8n did not register ${url}`);
}

async function start(n8n: N8nInstance, access: Access): Promise<N8nServer> {
	const { program, userFolder, url } = n8n;
	const env = {
		...environmentOf({
			node: program.node,
			userFolder,
			port: Number(new URL(url).port),
			brokerPort: await anyFreePort(),
		}),
		N8N_CUSTOM_EXTENSIONS: BUILT_NODES,
		BENCH_ACCESS: JSON.stringify(access),
		BENCH_PROFILE: PROFILE,
		NODE_OPTIONS: `--require ${join(__dirname, 'preload.cjs')}`,
	};
	return await N8nServer.start(program, env, url, (text) => {
		n8n.log += text;
	});
}

async function publishIn(api: EditorApi, workflow: WorkflowEntry): Promise<void> {
	// n8n gives it an ID of its own: those that it takes are shorter than some names here.
	const saved = (await api.call('POST', '/rest/workflows', { ...workflow, id: undefined })) as {
		id: string;
		versionId: string;
	};
	await api.call('POST', `/rest/workflows/${saved.id}/activate`, { versionId: saved.versionId });
}

function oauth2(access: Access) {
	return {
		...CREDENTIALS.httpRequest,
		type: 'oAuth2Api',
		data: {
			grantType: 'clientCredentials',
			accessTokenUrl: `${access.url}/ims/token/v3`,
			clientId: access.clientId,
			clientSecret: access.clientSecret,
			scope: access.scopes,
			authentication: 'body',
		},
	};
}

/** n8n loads JavaScript alone. */
function buildNodes(): void {
	rmSync(BUILT_NODES, { recursive: true, force: true });
	mkdirSync(BUILT_NODES, { recursive: true });
	for (const file of readdirSync(OWN_NODES)) {
		const { outputText } = transpileModule(readFileSync(join(OWN_NODES, file), 'utf8'), {
			compilerOptions: {
				module: ModuleKind.CommonJS,
				target: ScriptTarget.ES2022,
				// Lint reads this folder, too, and knows no rule that a comment names.
				removeComments: true,
			},
		});
		// n8n takes files of this ending for nodes; the others are what those share.
		const ending = /^[A-Z]/.test(file) ? '.node.js' : '.js';
		writeFileSync(join(BUILT_NODES, file.replace(/\.ts$/, ending)), outputText);
	}
}
