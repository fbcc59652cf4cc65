/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-hardcoded-secrets -- a development tool that is never part of the published package */

import { delimiter, dirname } from 'node:path';

export interface InstancePlace {
	/** the Node.js program that runs n8n */
	node: string;
	/** n8n keeps everything in `.n8n` below it */
	userFolder: string;
	port: number;
	/** where n8n's task runners report; every process of n8n needs one of its own */
	brokerPort: number;
	/** further settings of n8n, which win over ours */
	settings?: NodeJS.ProcessEnv;
}

/** Settings of the person who runs us that would turn this n8n into another one, or its log into silence. */
const FOREIGN =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|NODES_|NODE_FUNCTION_|WORKFLOWS_|GENERIC_TIMEZONE$|WEBHOOK_URL$|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$|PATH$|JEST_|npm_)/i;

/** The environment of one n8n: reachable from this machine only, asking nobody for anything, with a fixed key. */
export function environmentOf({
	node,
	userFolder,
	port,
	brokerPort,
	settings = {},
}: InstancePlace): NodeJS.ProcessEnv {
	const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	return {
		...Object.fromEntries(own),
		// n8n starts its task runners as plain "node".
		PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
		N8N_USER_FOLDER: userFolder,
		// Guards nothing but made-up values; fixed, so that the folder stays readable whatever happens to its config.
		N8N_ENCRYPTION_KEY: 'local-n8n-without-real-secrets',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// Plain http: the browser would drop a secure cookie, and with it the sign-in.
		N8N_SECURE_COOKIE: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PYTHON_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		// A proxy must not be asked for the local Adobe.
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
		...settings,
	};
}
